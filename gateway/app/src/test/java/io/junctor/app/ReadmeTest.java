package io.junctor.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.cli.Commands;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README says is true. */
class ReadmeTest {

  private static final Path ROOT = Path.of("../..");
  private static final int LINES_MAX = 120;

  @TempDir Path classes;

  @Test
  void theComponentOfTheReadmeCompiles() throws Exception {
    // Given
    String example = block("java");
    int statements = example.indexOf("try (");
    String source =
        """
        import io.junctor.component.*;
        import io.junctor.wamp.auth.ClientAuthenticator;
        import io.junctor.wamp.transport.Connector;
        class Readme {
          %s
          static void run(Connector connector, ClientAuthenticator ticket) { %s }
        }
        """
            .formatted(
                example
                    .substring(0, statements)
                    .replace("record ", "public record ")
                    .replace("class Therm", "public static class Therm"),
                example.substring(statements));
    // When
    List<String> errors = compile(source);
    // Then
    assertEquals(List.of(), errors);
  }

  @Test
  void everyCommandOfTheReadmeExists() throws Exception {
    // Given
    CommandLine line = Commands.newCommandLine();
    List<String> named = new ArrayList<>();
    Matcher command = Pattern.compile("\\./junctor ([a-z-]+)").matcher(readme());
    while (command.find()) {
      named.add(command.group(1));
    }
    named.removeAll(List.of("test", "bench", "build", "deb", "image")); // the launcher's own
    // When
    List<String> unknown =
        named.stream().filter(name -> !line.getSubcommands().containsKey(name)).toList();
    // Then
    assertTrue(named.contains("demo") && named.contains("check"), named.toString());
    assertEquals(List.of(), unknown);
  }

  @Test
  void everyLinkOfTheReadmeLeadsSomewhere() throws Exception {
    // Given
    List<String> dead = new ArrayList<>();
    Matcher link = Pattern.compile("]\\(([^)#]+)\\)").matcher(readme());
    // When
    while (link.find()) {
      String target = link.group(1);
      if (!target.startsWith("http") && !Files.exists(ROOT.resolve(target))) {
        dead.add(target);
      }
    }
    // Then
    assertEquals(List.of(), dead);
  }

  @Test
  void theReadmeIsReadInAFewMinutes() throws Exception {
    // When
    long lines = readme().lines().count();
    // Then
    assertTrue(lines <= LINES_MAX, "expected at most " + LINES_MAX + " lines, got " + lines);
  }

  private List<String> compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Readme.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString());
    compiler.getTask(null, null, problems, options, null, List.of(file)).call();
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == javax.tools.Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .collect(Collectors.toList());
  }

  private static String block(String language) throws Exception {
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertTrue(block.find(), "the README has no " + language);
    return block.group(1);
  }

  private static String readme() throws Exception {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
