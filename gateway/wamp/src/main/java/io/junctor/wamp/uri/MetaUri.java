package io.junctor.wamp.uri;

/**
 * The procedures and topics of the meta API.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-session-meta-api">WAMP: Session
 *     Meta API</a>
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-registration-meta-api">WAMP:
 *     Registration Meta API</a>
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-subscription-meta-api">WAMP:
 *     Subscription Meta API</a>
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
public final class MetaUri {

  // session procedures
  public static final String SESSION_COUNT = "wamp.session.count";
  public static final String SESSION_LIST = "wamp.session.list";
  public static final String SESSION_GET = "wamp.session.get";
  public static final String SESSION_KILL = "wamp.session.kill";
  public static final String SESSION_KILL_BY_AUTHID = "wamp.session.kill_by_authid";
  public static final String SESSION_KILL_BY_AUTHROLE = "wamp.session.kill_by_authrole";
  public static final String SESSION_KILL_ALL = "wamp.session.kill_all";
  public static final String SESSION_ADD_TESTAMENT = "wamp.session.add_testament";
  public static final String SESSION_FLUSH_TESTAMENTS = "wamp.session.flush_testaments";

  // session topics
  public static final String SESSION_ON_JOIN = "wamp.session.on_join";
  public static final String SESSION_ON_LEAVE = "wamp.session.on_leave";

  // registration procedures
  public static final String REGISTRATION_LIST = "wamp.registration.list";
  public static final String REGISTRATION_LOOKUP = "wamp.registration.lookup";
  public static final String REGISTRATION_MATCH = "wamp.registration.match";
  public static final String REGISTRATION_GET = "wamp.registration.get";
  public static final String REGISTRATION_LIST_CALLEES = "wamp.registration.list_callees";
  public static final String REGISTRATION_COUNT_CALLEES = "wamp.registration.count_callees";

  /** Not in the specification's text, but in its catalog {@code wamp-meta.fbs}. */
  public static final String REGISTRATION_REMOVE_CALLEE = "wamp.registration.remove_callee";

  // registration topics
  public static final String REGISTRATION_ON_CREATE = "wamp.registration.on_create";
  public static final String REGISTRATION_ON_REGISTER = "wamp.registration.on_register";
  public static final String REGISTRATION_ON_UNREGISTER = "wamp.registration.on_unregister";
  public static final String REGISTRATION_ON_DELETE = "wamp.registration.on_delete";

  // reflection procedures
  public static final String REFLECTION_PROCEDURE_LIST = "wamp.reflection.procedure.list";
  public static final String REFLECTION_PROCEDURE_DESCRIBE = "wamp.reflection.procedure.describe";
  public static final String REFLECTION_TOPIC_LIST = "wamp.reflection.topic.list";
  public static final String REFLECTION_TOPIC_DESCRIBE = "wamp.reflection.topic.describe";
  public static final String REFLECTION_ERROR_LIST = "wamp.reflection.error.list";
  public static final String REFLECTION_ERROR_DESCRIBE = "wamp.reflection.error.describe";
  public static final String REFLECT_DEFINE = "wamp.reflect.define";
  public static final String REFLECT_DESCRIBE = "wamp.reflect.describe";

  // reflection topics
  public static final String REFLECT_ON_DEFINE = "wamp.reflect.on_define";
  public static final String REFLECT_ON_UNDEFINE = "wamp.reflect.on_undefine";

  // subscription procedures
  public static final String SUBSCRIPTION_LIST = "wamp.subscription.list";
  public static final String SUBSCRIPTION_LOOKUP = "wamp.subscription.lookup";
  public static final String SUBSCRIPTION_MATCH = "wamp.subscription.match";
  public static final String SUBSCRIPTION_GET = "wamp.subscription.get";
  public static final String SUBSCRIPTION_LIST_SUBSCRIBERS = "wamp.subscription.list_subscribers";
  public static final String SUBSCRIPTION_COUNT_SUBSCRIBERS = "wamp.subscription.count_subscribers";

  /** Not in the specification's text, but in its catalog {@code wamp-meta.fbs}. */
  public static final String SUBSCRIPTION_REMOVE_SUBSCRIBER = "wamp.subscription.remove_subscriber";

  public static final String SUBSCRIPTION_GET_EVENTS = "wamp.subscription.get_events";

  // subscription topics
  public static final String SUBSCRIPTION_ON_CREATE = "wamp.subscription.on_create";
  public static final String SUBSCRIPTION_ON_SUBSCRIBE = "wamp.subscription.on_subscribe";
  public static final String SUBSCRIPTION_ON_UNSUBSCRIBE = "wamp.subscription.on_unsubscribe";
  public static final String SUBSCRIPTION_ON_DELETE = "wamp.subscription.on_delete";

  private MetaUri() {}
}
