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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection, made when it is needed. Used by one thread at a time. */
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
  private final ModbusTcpClient client;
  private int timeouts; // in a row
  private volatile boolean isClosed;

  NettyTcpLink(ModbusEndpoint.Tcp endpoint, ModbusTcpClient client) {
    this.endpoint = endpoint;
    this.client = client;
  }

  @Override
  public ModbusResponsePdu exchange(int unit, ModbusRequestPdu request, Duration timeout)
      throws ModbusException {
    String where = endpoint.where() + " unit " + unit;
    connect(where);
    try {
      ModbusResponsePdu response = await(client.sendAsync(unit, request), timeout);
      timeouts = 0;
      return response;
    } catch (TimeoutException late) {
      onTimeout();
      throw new ModbusException(
          Kind.TIMEOUT, where, "no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw failure(cause(failed), where);
    }
  }

  private void connect(String where) throws ModbusException {
    if (isClosed) {
      throw new ModbusException(Kind.LOST, where, "the link is closed");
    }
    if (client.isConnected()) {
      return;
    }
    try {
      await(client.connectAsync(), NettyTcpLinks.CONNECT_TIMEOUT.plusMillis(500));
      timeouts = 0;
      LOG.info("modbus connected where={}", endpoint.where());
    } catch (TimeoutException late) {
      disconnect();
      throw new ModbusException(Kind.UNREACHABLE, where, "no connection in time");
    } catch (ExecutionException failed) {
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

  private void onTimeout() {
    timeouts++;
    if (timeouts >= TIMEOUTS_MAX || !client.isConnected()) {
      disconnect();
    }
  }

  private void disconnect() {
    timeouts = 0;
    try {
      await(client.disconnectAsync(), DISCONNECT_WAIT);
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
