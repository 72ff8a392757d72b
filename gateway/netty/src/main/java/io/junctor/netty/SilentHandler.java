package io.junctor.netty;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.TransportHandler;

/** Stands for the handler of a link until the acceptor has answered. */
enum SilentHandler implements TransportHandler {
  INSTANCE;

  @Override
  public void onMessage(Message message) {}

  @Override
  public void onViolation(ProtocolViolation violation) {}

  @Override
  public void onWritable() {}

  @Override
  public void onClosed(CloseCause cause, String detail) {}
}
