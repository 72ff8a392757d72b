package io.junctor.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM of this user tells of itself: the commands of {@code jcmd}, without its JVM. */
@SuppressWarnings("BanJNDI") // a process that was started here and answers over loopback
final class Diagnostics implements AutoCloseable {

  private final JMXConnector connector;

  private Diagnostics(JMXConnector connector) {
    this.connector = connector;
  }

  /**
   * Looks into a JVM.
   *
   * @throws IOException when the process is none, or has ended.
   */
  static Diagnostics of(long pid) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot look into process " + pid, e);
    }
    try {
      return new Diagnostics(
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
    } finally {
      machine.detach();
    }
  }

  /**
   * Runs one command and returns what it prints.
   *
   * @param operation as the bean names it, such as {@code gcClassHistogram}.
   */
  String command(String operation, String... args) throws IOException {
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      String[] signature = {String[].class.getName()};
      return String.valueOf(
          connector
              .getMBeanServerConnection()
              .invoke(commands, operation, new Object[] {args}, signature));
    } catch (JMException e) {
      throw new IOException("the JVM does not answer " + operation, e);
    }
  }

  /** Bytes in direct buffers. */
  long directBytes() throws IOException {
    return ManagementFactory.getPlatformMXBeans(
            connector.getMBeanServerConnection(), BufferPoolMXBean.class)
        .stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
