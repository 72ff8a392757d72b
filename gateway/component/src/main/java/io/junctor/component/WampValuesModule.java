package io.junctor.component;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson must know of our values: enum constants are in lower case, a record component must
 * be there unless it is {@code Optional} or {@code @Nullable}, and what is absent is left out.
 */
final class WampValuesModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.appendAnnotationIntrospector(new Rules());
  }

  /** Asked after Jackson's own annotations, which may say otherwise. */
  private static final class Rules extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
      return Version.unknownVersion();
    }

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      for (int i = 0; i < constants.length; i++) {
        names[i] = constants[i].name().toLowerCase(Locale.ROOT);
      }
      return names;
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      return component(member).map(Rules::isRequired).orElse(null);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
      return annotated instanceof AnnotatedMember member
              && component(member).filter(Rules::isRequired).isPresent()
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
          : JsonSetter.Value.empty();
    }

    @Override
    public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
      return JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, null);
    }

    private static boolean isRequired(RecordComponent component) {
      return component.getType() != Optional.class
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Optional<RecordComponent> component(AnnotatedMember member) {
      Class<?> owner = member.getDeclaringClass();
      if (!owner.isRecord()) {
        return Optional.empty();
      }
      RecordComponent[] components = owner.getRecordComponents();
      if (member instanceof AnnotatedParameter parameter) {
        int index = parameter.getIndex();
        return index < components.length ? Optional.of(components[index]) : Optional.empty();
      }
      return Arrays.stream(components)
          .filter(component -> component.getName().equals(member.getName()))
          .findFirst();
    }
  }
}
