package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is agreed on for each offer of compression. */
class DeflateOfferTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // offer | with a context | without
        "permessage-deflate | | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits | | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits=8 | | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover | ; server_no_context_takeover | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_no_context_takeover | ; client_no_context_takeover | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=15 | ; server_max_window_bits=15 | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=\"15\" | ; server_max_window_bits=15 | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15",
        "x-other, permessage-deflate | | ; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=8 | ; server_no_context_takeover; server_max_window_bits=8 | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=14 | ; server_no_context_takeover; server_max_window_bits=14 | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=14",
        // the first that can be taken
        "permessage-deflate; server_max_window_bits=7, permessage-deflate | | ; server_no_context_takeover; client_no_context_takeover",
      })
  void anOfferIsAnswered(String offer, String withContext, String without) {
    DeflateOffer read = DeflateOffer.first(List.of(offer));

    assertNotNull(read);
    assertEquals("permessage-deflate" + text(withContext), read.answer(true));
    assertEquals("permessage-deflate" + text(without), read.answer(false));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-bzip2",
        "permessage-deflate; server_max_window_bits=7", // a window that there is not
        "permessage-deflate; server_max_window_bits=09",
        "permessage-deflate; server_max_window_bits", // needs a value
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=08",
        "permessage-deflate; client_max_window_bits=",
        "permessage-deflate; server_no_context_takeover=1", // has no value
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover", // twice
        "permessage-deflate; something",
        "permessage-deflate;"
      })
  void anOfferThatIsNotOursIsDeclined(String offer) {
    assertNull(DeflateOffer.first(List.of(offer)));
  }

  @Test
  void offersWithoutEndAreNotRead() {
    assertNull(DeflateOffer.first(List.of("x,".repeat(1000) + "permessage-deflate")));
  }
}
