package io.junctor.hil.uplink;

import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The negative control: the product with a journal that confirms before it writes. Its packaged
 * parts, started by this program instead of {@code junctor run}.
 */
public final class EagerGateway {

  private EagerGateway() {}

  /** Runs a gateway with the configuration until it is killed. */
  public static void main(String[] args) throws Exception {
    GatewayPlan plan = GatewayPlan.read(Path.of(args[0])).withJournal(Eager::new);
    GatewayNode node = GatewayNode.start(plan);
    System.out.println("ready " + String.join(" ", node.addresses()));
    new CountDownLatch(1).await();
  }

  private record Eager(Journal journal) implements Journal {

    @Override
    public boolean isDurable(String topic) {
      return journal.isDurable(topic);
    }

    @Override
    public void append(JournalEntry entry, Receipt receipt) {
      receipt.confirmed();
      journal.append(entry, Ignored.INSTANCE);
    }
  }

  private enum Ignored implements Journal.Receipt {
    INSTANCE;

    @Override
    public void confirmed() {}

    @Override
    public void failed(String why) {}
  }
}
