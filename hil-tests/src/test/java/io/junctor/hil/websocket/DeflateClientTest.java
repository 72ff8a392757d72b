package io.junctor.hil.websocket;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.NodeProject;
import io.junctor.netty.EchoListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The client {@code ws} compresses with every window and context there is: {@code
 * hil-tests/clients/js/deflate.js}. Its windows have the size that was agreed on, so a reference
 * that goes further back than a router may is an error there.
 */
class DeflateClientTest {

  /** It takes a hundredth of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(180);

  @TestFactory
  Stream<DynamicTest> anotherClientUnderstandsEveryWindow() throws Exception {
    return CheckingProgram.orSkipped(DeflateClientTest::converse);
  }

  private static Stream<DynamicTest> converse() throws Exception {
    NodeProject project = NodeProject.in(Path.of("clients", "js"));
    try (EchoListener keeping = EchoListener.compressing(true);
        EchoListener sharing = EchoListener.compressing(false)) {
      List<String> command = new ArrayList<>(project.script("deflate.js"));
      command.addAll(List.of(keeping.uri(), sharing.uri()));
      return CheckingProgram.of(LIMIT, command)
          .run(
              Stream.of("keepingContexts", "sharingThem")
                  .flatMap(DeflateClientTest::checks)
                  .toList());
    }
  }

  private static Stream<String> checks(String listener) {
    return Stream.concat(
            IntStream.rangeClosed(8, 15)
                .boxed()
                .flatMap(bits -> Stream.of("ServerWindow" + bits, "ClientWindow" + bits)),
            Stream.of("NoServerContext", "NoClientContext", "Plain", "EverythingAtOnce"))
        .map(what -> listener + what);
  }
}
