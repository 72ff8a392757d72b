package io.junctor.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a JVM holds after a full collection.
 *
 * @param heapBytes live objects.
 * @param directBytes direct buffers.
 */
record JavaMemory(long heapBytes, long directBytes) {

  /** Collects everything and looks. */
  @SuppressWarnings("BanJNDI") // a process that was started here and answers over loopback
  static JavaMemory of(long pid) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot look into process " + pid, e);
    }
    try (JMXConnector connector =
        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
      memory.gc();
      memory.gc(); // what the first one found unreachable may have held more
      long direct =
          ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new JavaMemory(memory.getHeapMemoryUsage().getUsed(), direct);
    } finally {
      machine.detach();
    }
  }

  long bytes() {
    return heapBytes + directBytes;
  }
}
