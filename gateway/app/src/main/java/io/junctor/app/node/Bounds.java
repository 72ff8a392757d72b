package io.junctor.app.node;

import io.junctor.app.config.AttemptLimitsConfig;
import io.junctor.app.config.LimitsConfig;
import io.junctor.app.config.LinkLimitsConfig;
import io.junctor.app.config.MqttListenLimitsConfig;
import io.junctor.app.config.RealmLimitsConfig;
import io.junctor.app.config.ResumeConfig;
import io.junctor.app.config.SessionLimitsConfig;
import io.junctor.mqtt.listener.MqttLimits;
import io.junctor.netty.ConnectionLimits;
import io.junctor.netty.LinkLimits;
import io.junctor.router.RouterLimits;
import io.junctor.server.AttemptLimits;
import io.junctor.server.InboundLimits;
import io.junctor.server.OutboxLimits;
import io.junctor.server.ResumeLimits;
import io.junctor.server.ServerLimits;
import org.jspecify.annotations.Nullable;

/** Turns the configured limits into those of listeners, router and realm. */
final class Bounds {

  private Bounds() {}

  static ConnectionLimits ofListeners(LimitsConfig config) {
    return new ConnectionLimits(config.connections(), config.connectionsPerAddress());
  }

  static LinkLimits ofLinks(LimitsConfig config) {
    LinkLimitsConfig link = config.link();
    return new LinkLimits(
        link.frameBytes(),
        link.helloBytes(),
        link.handshakeTimeout(),
        link.pingInterval(),
        link.pingTimeout(),
        link.closeTimeout());
  }

  /** As many links as two full listeners have. */
  static ServerLimits ofServer(LimitsConfig config) {
    SessionLimitsConfig session = config.session();
    return new ServerLimits(
        2 * config.connections(),
        config.halfOpenPerAddress(),
        config.realms(),
        config.authenticationTimeout(),
        new InboundLimits(session.inboundMessages(), session.inboundBytes(), config.inboundBytes()),
        new OutboxLimits(
            session.outboundMessages(),
            session.outboundBytes(),
            config.outboundBytes(),
            session.patience(),
            session.blockMax()),
        config.drainTimeout(),
        ofAttempts(config.attempts()));
  }

  private static AttemptLimits ofAttempts(AttemptLimitsConfig attempts) {
    return new AttemptLimits(
        attempts.perName(),
        attempts.perNameForgiven(),
        attempts.perAddress(),
        attempts.perAddressForgiven(),
        attempts.pace(),
        attempts.waiting(),
        attempts.remembered());
  }

  /** As many sessions as one listener has connections, unless it is said. */
  static RouterLimits ofRealm(LimitsConfig config) {
    RealmLimitsConfig realm = config.realm();
    SessionLimitsConfig session = config.session();
    Integer sessions = realm.sessions();
    return new RouterLimits(
        sessions == null ? config.connections() : sessions,
        session.subscriptions(),
        session.registrations(),
        session.pendingCalls(),
        session.testaments(),
        session.testamentBytes(),
        session.definitions(),
        session.definitionBytes(),
        realm.retainedEvents(),
        realm.retainedBytes(),
        realm.heldBytes(),
        realm.payloadBytes(),
        realm.optionsBytes(),
        session.waitingMessages(),
        session.waitingBytes(),
        realm.answerTimeout());
  }

  static MqttLimits ofMqtt(LimitsConfig config) {
    MqttListenLimitsConfig mqtt = config.mqtt();
    return new MqttLimits(
        new ConnectionLimits(mqtt.connections(), mqtt.connectionsPerAddress()),
        mqtt.connectTimeout(),
        mqtt.packetBytes(),
        mqtt.clientIdCharacters(),
        mqtt.keepAlive(),
        mqtt.subscriptions(),
        mqtt.waitingMessages(),
        mqtt.waitingBytes(),
        config.outboundBytes(),
        mqtt.inFlight(),
        mqtt.callTimeout());
  }

  /** Of sessions that outlast their links; null where none does. */
  static @Nullable ResumeLimits ofResume(@Nullable ResumeConfig config) {
    return config == null
        ? null
        : new ResumeLimits(
            config.sessions(), config.keepFor(), config.messages(), config.kilobytes() * 1024L);
  }
}
