package io.junctor.app.node;

import io.junctor.devices.DeviceKind;
import io.junctor.devices.config.DeviceConfig;

/**
 * One thing of the configuration, checked.
 *
 * @param name its part of the URI.
 * @param kind what it is.
 * @param config of the kind's record.
 */
record ThingPlan(String name, DeviceKind<?> kind, DeviceConfig config) {}
