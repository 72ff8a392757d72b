/**
 * The console in Chromium. The checks are written in JavaScript, in {@code hil-tests/browser} and
 * in {@code gateway/console/test/browser}; what is here runs them and makes tests of what they
 * report.
 *
 * <pre>
 *  ConsoleInBrowserTest ──► browser/console.checks.js ──► Chromium ──► Wire ──► packaged product
 *   one test a check           driver.js of the console                (cuts)      simulated devices
 * </pre>
 */
@NullMarked
package io.junctor.hil.browser;

import org.jspecify.annotations.NullMarked;
