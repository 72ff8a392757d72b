package io.junctor.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.ReaderException;

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
  private final ObjectMapper mapper;
  private final LoaderOptions yamlOptions = new LoaderOptions();
  private YamlPositions positions = YamlPositions.of("", yamlOptions);
  private List<String> base = List.of(); // of the value being bound

  /** A loader for one file. */
  public ConfigLoader(String file) {
    this.file = file;
    yamlOptions.setAllowDuplicateKeys(false);
    yamlOptions.setCodePointLimit(FILE_BYTES_MAX);
    yamlOptions.setNestingDepthLimit(DEPTH_MAX);
    yamlOptions.setMaxAliasesForCollections(0);
    this.mapper = newMapper(yamlOptions);
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
    JsonNode tree = parse(yaml);
    GatewayConfig config = bind(tree, List.of(), GatewayConfig.class);
    throwIfProblems();
    return Objects.requireNonNull(config);
  }

  /**
   * Binds a part of the tree.
   *
   * @param path where the part stands.
   * @return null after a problem, which {@link #throwIfProblems()} reports.
   */
  public <T> @Nullable T bind(JsonNode node, List<String> path, Class<T> type) {
    int before = problems.size();
    new UnknownKeys(this::problem).find(node, path, type);
    if (problems.size() > before) {
      return null;
    }
    base = path;
    try {
      return mapper.treeToValue(node, type);
    } catch (JsonMappingException e) {
      report(e);
    } catch (JsonProcessingException e) {
      problem(path, e.getOriginalMessage());
    }
    return null;
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

  private JsonNode parse(String yaml) throws ConfigException {
    try {
      positions = YamlPositions.of(yaml, yamlOptions);
      JsonNode tree = mapper.readTree(yaml);
      if (!tree.isObject()) {
        problem(List.of(), "expected keys such as site, listen and things, got nothing");
        throwIfProblems();
      }
      return tree;
    } catch (MarkedYAMLException e) {
      throw new ConfigException(List.of(syntaxProblem(e)));
    } catch (ReaderException e) {
      int line = lines(yaml.substring(0, yaml.offsetByCodePoints(0, e.getPosition())));
      String got = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
      throw new ConfigException(
          List.of(new ConfigProblem(file, line, 0, "", "expected printable text, got " + got)));
    } catch (YAMLException e) {
      throw new ConfigException(List.of(refused(yaml, e)));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new ConfigException(List.of(new ConfigProblem(file, line, column, "", sentence(e))));
    }
  }

  /** What is YAML but refused has no place of its own: the parser's events tell where it begins. */
  private ConfigProblem refused(String yaml, YAMLException e) {
    int depth = 0;
    for (Event event : new Yaml().parse(new StringReader(yaml))) {
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

  private void report(JsonMappingException e) {
    List<String> path = pathOf(e);
    switch (e) {
      case ValueInstantiationException refused -> reportRefused(path, refused);
      case InvalidFormatException format -> problem(path, describe(format));
      case MismatchedInputException mismatch ->
          problem(path, "expected " + typeName(mismatch.getTargetType()) + ", got another type");
      default -> problem(path, firstLine(e.getOriginalMessage()));
    }
  }

  /**
   * A record said no: its message begins with the key it means, if it is about one; keys below it
   * follow with dots.
   */
  private void reportRefused(List<String> path, ValueInstantiationException e) {
    Throwable cause = e.getCause();
    String message =
        cause == null ? firstLine(e.getOriginalMessage()) : String.valueOf(cause.getMessage());
    int colon = message.indexOf(": ");
    if (colon > 0 && message.substring(0, colon).matches("[A-Za-z][A-Za-z0-9]*([.][\\w-]+)*")) {
      path.addAll(List.of(message.substring(0, colon).split("[.]", -1)));
      message = message.substring(colon + 2);
    }
    problem(path, message);
  }

  private static String describe(InvalidFormatException e) {
    Class<?> type = e.getTargetType();
    String value = String.valueOf(e.getValue());
    if (type.isEnum()) {
      Collection<String> known = JsonSchema.constants(type);
      return "expected one of %s, got %s. %s"
          .formatted(String.join(", ", known), value, Suggestion.sentence(value, known));
    }
    return "expected " + typeName(type) + ", got '" + value + "'";
  }

  private static String typeName(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "a duration such as 500ms, 2s or 1m";
    }
    return type == String.class ? "a text" : "keys and values";
  }

  private List<String> pathOf(JsonMappingException e) {
    List<String> path = new ArrayList<>(base);
    for (JsonMappingException.Reference step : e.getPath()) {
      path.add(step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName());
    }
    return path;
  }

  /** The YAML reader prints its events as they are. */
  private static String sentence(JsonProcessingException e) {
    String message = firstLine(e.getOriginalMessage());
    return message.contains("org.yaml.") ? "expected a word as key, got a list or keys" : message;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private static ConfigException problem(Path path, int line, String message) {
    return new ConfigException(List.of(new ConfigProblem(path.toString(), line, 0, "", message)));
  }

  private ObjectMapper newMapper(LoaderOptions options) {
    SimpleModule values = new SimpleModule("junctor-config");
    values.addDeserializer(Duration.class, new DurationReader());
    return YAMLMapper.builder(YAMLFactory.builder().loaderOptions(options).build())
        .addModule(values)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // UnknownKeys did
        .build();
  }
}
