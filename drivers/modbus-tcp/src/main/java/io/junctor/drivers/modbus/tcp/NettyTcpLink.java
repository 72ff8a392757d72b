package io.junctor.drivers.modbus.tcp;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.ModbusException;
import io.junctor.drivers.modbus.ModbusException.Kind;
import io.junctor.drivers.modbus.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, made when it is needed. Used by one thread at a time.
 *
 * <p>Each connection has a client of its own: connecting again with one whose attempt has just
 * failed was seen to wait for nothing.
 */
final class NettyTcpLink implements Link {

  /**
   * After so many requests in a row without any answer the connection is made anew: a server that
   * lost power without closing it never says so. Fewer would cut others off who share a gateway
   * with one absent unit.
   */
  static final int TIMEOUTS_MAX = 3;

  /** How long giving a connection up may take. */
  private static final Duration DISCONNECT_WAIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(NettyTcpLink.class);

  private final ModbusEndpoint.Tcp endpoint;
  private final Supplier<ModbusTcpClient> clients;
  private final AtomicReference<@Nullable ModbusTcpClient> current = new AtomicReference<>();
  private int timeouts; // in a row
  private volatile boolean isClosed;

  /**
   * @param clients makes a client that is not connected
   */
  NettyTcpLink(ModbusEndpoint.Tcp endpoint, Supplier<ModbusTcpClient> clients) {
    this.endpoint = endpoint;
    this.clients = clients;
  }

  @Override
  public ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout)
      throws ModbusException {
    String where = endpoint.where() + " unit " + unit;
    ModbusTcpClient client = connected(where);
    try {
      ModbusResponsePdu response = await(client.sendAsync(unit, request), timeout);
      timeouts = 0;
      return response;
    } catch (TimeoutException late) {
      onTimeout(client);
      throw new ModbusException(
          Kind.TIMEOUT, where, "no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw failure(cause(failed), where);
    }
  }

  private ModbusTcpClient connected(String where) throws ModbusException {
    ModbusTcpClient open = current.get();
    if (open != null && open.isConnected()) {
      return open;
    }
    disconnect();
    ModbusTcpClient client = clients.get();
    current.set(client);
    if (isClosed) { // also while the client was made: nobody else will disconnect it
      disconnect();
      throw new ModbusException(Kind.LOST, where, "the link is closed");
    }
    try {
      await(client.connectAsync(), NettyTcpLinks.CONNECT_TIMEOUT.plus(NettyTcpLinks.CONNECT_SLACK));
      LOG.info("modbus connected where={}", endpoint.where());
      return client;
    } catch (TimeoutException late) {
      disconnect();
      throw new ModbusException(Kind.UNREACHABLE, where, "no connection in time");
    } catch (ExecutionException failed) {
      disconnect();
      throw new ModbusException(Kind.UNREACHABLE, where, "no connection: " + reason(cause(failed)));
    }
  }

  private ModbusException failure(Throwable cause, String where) {
    if (cause instanceof ModbusResponseException answered) {
      timeouts = 0;
      return ModbusException.answered(
          answered.getFunctionCode(), answered.getExceptionCode(), where);
    }
    disconnect(); // whatever else came: what follows on this connection cannot be trusted
    return cause instanceof IOException
        ? new ModbusException(Kind.LOST, where, "connection lost: " + reason(cause))
        : new ModbusException(Kind.GARBLED, where, reason(cause), cause);
  }

  private static Throwable cause(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? failed : cause;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void onTimeout(ModbusTcpClient client) {
    timeouts++;
    if (timeouts >= TIMEOUTS_MAX || !client.isConnected()) {
      disconnect();
    }
  }

  private void disconnect() {
    timeouts = 0;
    ModbusTcpClient open = current.getAndSet(null);
    if (open == null) {
      return;
    }
    try {
      await(open.disconnectAsync(), DISCONNECT_WAIT);
    } catch (TimeoutException | ExecutionException | ModbusException odd) {
      LOG.debug("disconnecting failed where={} cause={}", endpoint.where(), odd.toString());
    }
  }

  private <T> T await(CompletionStage<T> stage, Duration timeout)
      throws ExecutionException, TimeoutException, ModbusException {
    try {
      return stage.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ModbusException(Kind.LOST, endpoint.where(), "interrupted while waiting");
    }
  }

  @Override
  public void close() {
    isClosed = true;
    disconnect();
  }
}
