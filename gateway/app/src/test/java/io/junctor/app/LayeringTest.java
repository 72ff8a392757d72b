package io.junctor.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * The house of the design as rules: who may know whom, and what the pure modules must not touch.
 */
@AnalyzeClasses(
    packages = "io.junctor",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class LayeringTest {

  private static final String JDK = "java..";
  private static final String NULLNESS = "org.jspecify.annotations..";
  private static final String LOG = "org.slf4j..";
  private static final String WAMP = "io.junctor.wamp..";

  @ArchTest
  static final ArchRule wampKnowsNobodyButACodecLibrary =
      onlyKnows(
          WAMP,
          WAMP,
          "com.fasterxml.jackson.core..",
          "com.fasterxml.jackson.dataformat.cbor..",
          "javax.crypto..",
          "com.password4j..");

  @ArchTest
  static final ArchRule onlyScramKnowsThePasswordLibrary =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.junctor.wamp.auth.ScramKdf")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.password4j..");

  @ArchTest
  static final ArchRule onlyTheSerializersKnowTheCodecLibrary =
      noClasses()
          .that(
              resideInAnyPackage(WAMP).and(resideOutsideOfPackages("io.junctor.wamp.serializer..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest static final ArchRule routerKnowsWamp = onlyKnows("io.junctor.router..", WAMP);

  @ArchTest
  static final ArchRule nettyKnowsWampAndNetty =
      onlyKnows(
          "io.junctor.netty..",
          WAMP,
          "io.netty..",
          "javax.net.ssl..",
          "javax.security.auth..",
          LOG);

  @ArchTest
  static final ArchRule serverKnowsRouterAndWamp =
      onlyKnows("io.junctor.server..", "io.junctor.router..", WAMP, LOG);

  @ArchTest
  static final ArchRule componentKnowsWampAndJackson =
      onlyKnows("io.junctor.component..", WAMP, "com.fasterxml.jackson..", LOG);

  @ArchTest
  static final ArchRule storeKnowsRouterAndWamp =
      onlyKnows("io.junctor.store..", "io.junctor.router..", WAMP, LOG);

  @ArchTest
  static final ArchRule uplinkKnowsComponentAndStore =
      onlyKnows("io.junctor.uplink..", "io.junctor.component..", "io.junctor.store..", WAMP, LOG);

  @ArchTest
  static final ArchRule mqttKnowsComponentNettyAndItsLibraries =
      onlyKnows(
          "io.junctor.mqtt..",
          "io.junctor.component..",
          "io.junctor.netty..",
          WAMP,
          "io.netty..",
          "org.eclipse.paho..",
          "com.fasterxml.jackson..",
          LOG);

  @ArchTest
  static final ArchRule mqttMappingIsPure =
      onlyKnows("io.junctor.mqtt.mapping..", WAMP, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyOnePackageKnowsPaho =
      noClasses()
          .that(resideOutsideOfPackages("io.junctor.mqtt.paho.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.paho..");

  @ArchTest
  static final ArchRule devicesKnowComponentAndDrivers =
      onlyKnows(
          "io.junctor.devices..", "io.junctor.component..", "io.junctor.drivers..", WAMP, LOG);

  @ArchTest
  static final ArchRule devicesDoNotKnowTheLinuxDrivers =
      noClasses()
          .that()
          .resideInAPackage("io.junctor.devices..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.junctor.drivers.linux..");

  @ArchTest
  static final ArchRule driversKnowNoWamp =
      onlyKnows(
          "io.junctor.drivers..",
          "com.pi4j..",
          "com.fazecast..",
          "com.digitalpetri.modbus..",
          "io.netty..",
          LOG);

  @ArchTest
  static final ArchRule onlyLinuxDriversKnowPi4jAndJSerialComm =
      noClasses()
          .that(resideOutsideOfPackages("io.junctor.drivers.linux.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.pi4j..", "com.fazecast..");

  @ArchTest
  static final ArchRule onlyModbusOverTcpKnowsSocketsAmongTheDrivers =
      noClasses()
          .that(
              resideInAnyPackage("io.junctor.drivers..", "io.junctor.devices..")
                  .and(resideOutsideOfPackages("io.junctor.drivers.modbus.tcp..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule onlyItsDriversAndTheSimulatedBoardKnowTheModbusLibrary =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "io.junctor.drivers.modbus.link..",
                  "io.junctor.drivers.modbus.tcp..",
                  "io.junctor.drivers.sim.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.digitalpetri..");

  @ArchTest
  static final ArchRule theProtocolAndTheRouterHaveNoIoClockThreadsOrRandomness =
      noClasses()
          .that(resideInAnyPackage(WAMP, "io.junctor.router.."))
          .should()
          .accessTargetWhere(isImpure());

  private static ArchRule onlyKnows(String who, String... whom) {
    String[] allowed = new String[whom.length + 3];
    System.arraycopy(whom, 0, allowed, 0, whom.length);
    allowed[whom.length] = who;
    allowed[whom.length + 1] = JDK;
    allowed[whom.length + 2] = NULLNESS;
    return classes()
        .that()
        .resideInAPackage(who)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(primitiveOrArray()));
  }

  private static DescribedPredicate<JavaClass> primitiveOrArray() {
    return DescribedPredicate.describe(
        "are primitive", type -> type.isPrimitive() || type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaAccess<?>> isImpure() {
    Set<String> calls =
        Set.of(
            "java.time.Instant.now",
            "java.time.Clock.systemUTC",
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Math.random",
            "java.lang.Thread.sleep",
            "java.lang.Thread.start");
    Set<String> owners =
        Set.of(
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.nio.file.Files",
            "java.net.Socket",
            "java.nio.channels.SocketChannel");
    return DescribedPredicate.describe(
        "is I/O, a clock, a thread or randomness",
        access ->
            // a key is derived from its seed by a generator that gives exactly the seed
            !access.getOriginOwner().isAssignableTo(java.security.SecureRandom.class)
                    && owners.contains(access.getTargetOwner().getFullName())
                || calls.contains(access.getTargetOwner().getFullName() + "." + access.getName()));
  }
}
