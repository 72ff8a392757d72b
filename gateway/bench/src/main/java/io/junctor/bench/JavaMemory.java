package io.junctor.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
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
      long direct =
          ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new JavaMemory(liveBytes(beans), direct);
    } finally {
      machine.detach();
    }
  }

  /**
   * The sum of the histogram of live objects: it collects and counts at one moment, while the
   * heap's own figure already has what was allocated since the collection.
   */
  @SuppressWarnings("BanJNDI") // see above
  private static long liveBytes(MBeanServerConnection beans) throws IOException {
    try {
      ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object[] arguments = {new String[0]};
      String[] signature = {String[].class.getName()};
      Object histogram = beans.invoke(diagnostics, "gcClassHistogram", arguments, signature);
      String total = String.valueOf(histogram).lines().toList().getLast();
      return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    } catch (JMException e) {
      throw new IOException("the JVM counts no live objects", e);
    }
  }

  long bytes() {
    return heapBytes + directBytes;
  }
}
