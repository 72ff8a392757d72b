package io.junctor.router;

import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.MetaUri;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the router's own procedures, topics and errors are, for reflection: a sentence each. */
final class RouterDescriptions {

  private static final Map<String, String> PROCEDURES =
      Map.ofEntries(
          Map.entry(
              MetaUri.SESSION_COUNT,
              "How many sessions there are, of the roles in the list or of all."),
          Map.entry(
              MetaUri.SESSION_LIST, "The ids of the sessions, of the roles in the list or of all."),
          Map.entry(MetaUri.SESSION_GET, "Who the session of the id is, and over which link."),
          Map.entry(MetaUri.SESSION_KILL, "Ends the session of the id; keywords: reason, message."),
          Map.entry(MetaUri.SESSION_KILL_BY_AUTHID, "Ends the sessions of the name; their ids."),
          Map.entry(MetaUri.SESSION_KILL_BY_AUTHROLE, "Ends the sessions of the role; how many."),
          Map.entry(MetaUri.SESSION_KILL_ALL, "Ends all other sessions; how many."),
          Map.entry(
              MetaUri.SESSION_ADD_TESTAMENT,
              "Has topic, arguments and keyword arguments published when this session ends; keywords: publish_options, scope."),
          Map.entry(
              MetaUri.SESSION_FLUSH_TESTAMENTS,
              "Takes back the testaments of this session; keyword: scope."),
          Map.entry(MetaUri.REGISTRATION_LIST, "The ids of all registrations, by match."),
          Map.entry(
              MetaUri.REGISTRATION_LOOKUP,
              "The id of the registration of exactly this URI or pattern; second: match."),
          Map.entry(
              MetaUri.REGISTRATION_MATCH,
              "The id of the registration that a call of the URI goes to."),
          Map.entry(MetaUri.REGISTRATION_GET, "What the registration of the id is."),
          Map.entry(
              MetaUri.REGISTRATION_LIST_CALLEES,
              "The sessions that share the registration of the id."),
          Map.entry(
              MetaUri.REGISTRATION_COUNT_CALLEES,
              "How many sessions share the registration of the id."),
          Map.entry(
              MetaUri.REGISTRATION_REMOVE_CALLEE,
              "Takes the registration of the id from the session; third or keyword: reason."),
          Map.entry(MetaUri.SUBSCRIPTION_LIST, "The ids of all subscriptions, by match."),
          Map.entry(
              MetaUri.SUBSCRIPTION_LOOKUP,
              "The id of the subscription of exactly this topic or pattern; second: match."),
          Map.entry(
              MetaUri.SUBSCRIPTION_MATCH,
              "The ids of the subscriptions that get an event of the topic."),
          Map.entry(MetaUri.SUBSCRIPTION_GET, "What the subscription of the id is."),
          Map.entry(
              MetaUri.SUBSCRIPTION_LIST_SUBSCRIBERS,
              "The sessions that have the subscription of the id."),
          Map.entry(
              MetaUri.SUBSCRIPTION_COUNT_SUBSCRIBERS,
              "How many sessions have the subscription of the id."),
          Map.entry(
              MetaUri.SUBSCRIPTION_REMOVE_SUBSCRIBER,
              "Takes the subscription of the id from the session; third or keyword: reason."),
          Map.entry(
              MetaUri.SUBSCRIPTION_GET_EVENTS,
              "The kept events of the subscription of the id; keywords: limit, reverse and filters by time, topic and publication."),
          Map.entry(
              MetaUri.REFLECTION_PROCEDURE_LIST, "The procedures and patterns that you may call."),
          Map.entry(
              MetaUri.REFLECTION_PROCEDURE_DESCRIBE,
              "What a call of the URI goes to, and how it is defined."),
          Map.entry(
              MetaUri.REFLECTION_TOPIC_LIST, "The topics and patterns that you may subscribe to."),
          Map.entry(
              MetaUri.REFLECTION_TOPIC_DESCRIBE,
              "Where an event of the topic goes, and how it is defined."),
          Map.entry(
              MetaUri.REFLECTION_ERROR_LIST,
              "The errors of the router, and those that are defined."),
          Map.entry(MetaUri.REFLECTION_ERROR_DESCRIBE, "How the error is defined."),
          Map.entry(
              MetaUri.REFLECT_DEFINE,
              "Defines the URI by a dictionary, or takes that back by null; keywords: type, match."),
          Map.entry(
              AuthorizationMetaApi.FLUSH, "Forgets answers of the authorizer and asks again."),
          Map.entry(
              MetaUri.REFLECT_DESCRIBE,
              "How the URI is defined as procedure, topic and error; keyword: type."));

  private static final Map<String, String> TOPICS =
      Map.ofEntries(
          Map.entry(MetaUri.SESSION_ON_JOIN, "A session has joined: who it is."),
          Map.entry(MetaUri.SESSION_ON_LEAVE, "A session has ended: id, name, role."),
          Map.entry(
              MetaUri.REGISTRATION_ON_CREATE,
              "A procedure has its first callee: session, registration."),
          Map.entry(MetaUri.REGISTRATION_ON_REGISTER, "A session has registered: session, id."),
          Map.entry(
              MetaUri.REGISTRATION_ON_UNREGISTER, "A session is no callee any more: session, id."),
          Map.entry(
              MetaUri.REGISTRATION_ON_DELETE, "A procedure has lost its last callee: session, id."),
          Map.entry(
              MetaUri.SUBSCRIPTION_ON_CREATE,
              "A topic has its first subscriber: session, subscription."),
          Map.entry(MetaUri.SUBSCRIPTION_ON_SUBSCRIBE, "A session has subscribed: session, id."),
          Map.entry(
              MetaUri.SUBSCRIPTION_ON_UNSUBSCRIBE,
              "A session is no subscriber any more: session, id."),
          Map.entry(
              MetaUri.SUBSCRIPTION_ON_DELETE, "A topic has lost its last subscriber: session, id."),
          Map.entry(
              MetaUri.REFLECT_ON_DEFINE,
              "Something is defined: URI, dictionary, whether it is new; keywords: type, match."),
          Map.entry(
              MetaUri.REFLECT_ON_UNDEFINE,
              "Something is not defined any more: URI; keywords: type, match."));

  private static final Map<String, String> ERRORS =
      Map.ofEntries(
          Map.entry(ErrorUri.INVALID_URI, "The URI or pattern is none, or is reserved."),
          Map.entry(ErrorUri.NO_SUCH_PROCEDURE, "Nobody has registered the procedure."),
          Map.entry(
              ErrorUri.PROCEDURE_ALREADY_EXISTS,
              "Somebody has registered it, and not to be shared in this way."),
          Map.entry(ErrorUri.NO_SUCH_REGISTRATION, "There is no registration of this id."),
          Map.entry(ErrorUri.NO_SUCH_SUBSCRIPTION, "There is no subscription of this id."),
          Map.entry(ErrorUri.NO_SUCH_SESSION, "There is no other session of this id."),
          Map.entry(ErrorUri.INVALID_ARGUMENT, "An argument has the wrong type or value."),
          Map.entry(ErrorUri.NOT_AUTHORIZED, "The role may not do this."),
          Map.entry(ErrorUri.AUTHORIZATION_FAILED, "Nobody could say whether it is allowed."),
          Map.entry(ErrorUri.CANCELED, "The call was canceled, or its callee left."),
          Map.entry(ErrorUri.TIMEOUT, "The time for the answer is over."),
          Map.entry(ErrorUri.OPTION_NOT_ALLOWED, "The session may not use this option."),
          Map.entry(ErrorUri.OPTION_DISALLOWED_DISCLOSE_ME, "Nobody is told here who it is from."),
          Map.entry(ErrorUri.UNAVAILABLE, "The callee is not there at present."),
          Map.entry(ErrorUri.NO_AVAILABLE_CALLEE, "No callee takes the call at present."),
          Map.entry(ErrorUri.FEATURE_NOT_SUPPORTED, "The router or the callee cannot do this."),
          Map.entry(ErrorUri.PAYLOAD_SIZE_EXCEEDED, "The arguments are larger than allowed."),
          Map.entry(RouterErrors.LIMIT_EXCEEDED, "A bound is reached; the message says which."),
          Map.entry(RouterErrors.NOT_JOURNALLED, "The event could not be written down."),
          Map.entry(RouterErrors.NO_HISTORY, "No events are kept of the subscription."),
          Map.entry(RouterErrors.NO_SUCH_DEFINITION, "Nothing is known of it, or not to you."));

  private RouterDescriptions() {}

  /** The errors that the router answers with, in alphabetical order. */
  static Set<String> errors() {
    return Collections.unmodifiableSet(new TreeMap<>(ERRORS).keySet());
  }

  /** The topics that the router publishes to, in alphabetical order. */
  static Set<String> topics() {
    return Collections.unmodifiableSet(new TreeMap<>(TOPICS).keySet());
  }

  /** {@code uri} and {@code match}, with the {@code definition} where there is a sentence. */
  static Map<String, Object> describe(String uri) {
    Map<String, Object> described = new LinkedHashMap<>(DefinedName.listed(uri, MatchPolicy.EXACT));
    String sentence = sentence(uri);
    if (sentence != null) {
      described.put("definition", definition(sentence));
    }
    return described;
  }

  /** The definition of one of the router's topics; null for any other topic. */
  static @Nullable Map<String, String> ofTopic(String topic) {
    String sentence = TOPICS.get(topic);
    return sentence == null ? null : definition(sentence);
  }

  private static Map<String, String> definition(String sentence) {
    return Map.of("description", sentence);
  }

  private static @Nullable String sentence(String uri) {
    String procedure = PROCEDURES.get(uri);
    return procedure == null ? ERRORS.get(uri) : procedure;
  }
}
