package io.junctor.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML file into records and reports every problem with its place.
 *
 * <p>Unknown keys, wrong types and values that a record refuses are problems. Unknown keys are all
 * reported; when there are none, the first problem of another kind. Not thread-safe; one per file.
 */
public final class ConfigLoader {

  /** A configuration is written by hand; the largest imaginable is far below this. */
  private static final int FILE_BYTES_MAX = 1 << 20;

  private static final int DEPTH_MAX = 32;

  private final String file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final LoaderOptions yamlOptions = new LoaderOptions();
  private YamlPositions positions = new YamlPositions(null);

  /** A loader for one file. */
  public ConfigLoader(String file) {
    this.file = file;
    yamlOptions.setCodePointLimit(FILE_BYTES_MAX);
    yamlOptions.setNestingDepthLimit(DEPTH_MAX);
    yamlOptions.setMaxAliasesForCollections(0);
  }

  /** Reads the text of the file. */
  public static String read(Path path) throws ConfigException {
    try {
      return decode(path, readBytes(path));
    } catch (NoSuchFileException e) {
      throw problem(path, 0, "there is no such file");
    } catch (AccessDeniedException e) {
      throw problem(path, 0, "may not be read by this user");
    } catch (IOException e) {
      throw problem(path, 0, "cannot be read: " + e.getMessage());
    }
  }

  private static byte[] readBytes(Path path) throws IOException, ConfigException {
    if (Files.isDirectory(path)) {
      throw problem(path, 0, "expected a file, got a directory");
    }
    try (InputStream in = Files.newInputStream(path)) { // what has no size, such as a pipe, too
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw problem(path, 0, "expected at most " + FILE_BYTES_MAX + " bytes, got more");
      }
      return bytes;
    }
  }

  private static String decode(Path path, byte[] bytes) throws ConfigException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      int line = lines(out.flip().toString());
      byte wrong = bytes[in.position()];
      throw problem(path, line, "expected UTF-8, got 0x" + HexFormat.of().toHexDigits(wrong));
    }
    return out.flip().toString();
  }

  /** The line that follows a text, from 1. */
  private static int lines(String before) {
    return 1 + (int) before.chars().filter(c -> c == '\n').count();
  }

  /** Binds the whole text to the configuration. */
  public GatewayConfig load(String yaml) throws ConfigException {
    Map<?, ?> tree = parse(yaml);
    GatewayConfig config = bind(tree, List.of(), GatewayConfig.class);
    throwIfProblems();
    return Objects.requireNonNull(config);
  }

  /**
   * Binds a part of the tree.
   *
   * @param value plain: maps, lists, texts, numbers and truth values.
   * @param path where the part stands.
   * @return null after a problem, which {@link #throwIfProblems()} reports.
   */
  public <T> @Nullable T bind(Object value, List<String> path, Class<T> type) {
    int before = problems.size();
    new UnknownKeys(this::problem).find(value, path, type);
    if (problems.size() > before) {
      return null;
    }
    try {
      return type.cast(RecordBinder.bind(value, type, path));
    } catch (RecordBinder.Refused e) {
      problem(e.path(), e.problem());
      return null;
    }
  }

  /** Adds a problem that somebody else found at a place. */
  public void problem(List<String> path, String message) {
    YamlPositions.Position at = positions.of(path);
    problems.add(new ConfigProblem(file, at.line(), at.column(), String.join(".", path), message));
  }

  /** Ends with all problems found so far, if there are any. */
  public void throwIfProblems() throws ConfigException {
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
      throw new ConfigException(problems);
    }
  }

  private Map<?, ?> parse(String yaml) throws ConfigException {
    try {
      Node root = new Composer(parser(yaml), new Resolver(), yamlOptions).getSingleNode();
      positions = new YamlPositions(root);
      if (YamlTree.of(root) instanceof Map<?, ?> tree) {
        return tree;
      }
      problem(List.of(), "expected keys such as site, listen and things, got nothing");
      throw new ConfigException(problems);
    } catch (MarkedYAMLException e) {
      throw new ConfigException(List.of(syntaxProblem(e)));
    } catch (ReaderException e) {
      int line = lines(yaml.substring(0, yaml.offsetByCodePoints(0, e.getPosition())));
      String got = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
      throw new ConfigException(
          List.of(new ConfigProblem(file, line, 0, "", "expected printable text, got " + got)));
    } catch (YAMLException e) {
      throw new ConfigException(List.of(refused(yaml, e)));
    } catch (YamlTree.Refused e) {
      Mark at = e.mark();
      throw new ConfigException(
          List.of(new ConfigProblem(file, at.getLine() + 1, at.getColumn() + 1, "", e.problem())));
    }
  }

  // Not by way of Yaml, which prepares for writing and for Java's own types, and asks for a log.
  private ParserImpl parser(String yaml) {
    return new ParserImpl(new StreamReader(new StringReader(yaml)), yamlOptions);
  }

  /** What is YAML but refused has no place of its own: the parser's events tell where it begins. */
  private ConfigProblem refused(String yaml, YAMLException e) {
    int depth = 0;
    ParserImpl parser = parser(yaml);
    for (Event event = parser.getEvent(); event != null; event = parser.getEvent()) {
      depth +=
          event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
      boolean alias = event instanceof AliasEvent;
      if (alias || depth > DEPTH_MAX) {
        Mark at = event.getStartMark();
        String got = alias ? "no aliases, got one" : "at most " + DEPTH_MAX + " levels, got more";
        return new ConfigProblem(file, at.getLine() + 1, at.getColumn() + 1, "", "expected " + got);
      }
    }
    return new ConfigProblem(file, 0, 0, "", "is not YAML: " + e.getMessage());
  }

  private ConfigProblem syntaxProblem(MarkedYAMLException e) {
    int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
    int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1;
    String context = e.getContext() == null ? "" : " " + e.getContext();
    return new ConfigProblem(file, line, column, "", "is not YAML: " + e.getProblem() + context);
  }

  private static ConfigException problem(Path path, int line, String message) {
    return new ConfigException(List.of(new ConfigProblem(path.toString(), line, 0, "", message)));
  }
}
