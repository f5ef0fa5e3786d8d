package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.FileUse;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of traffic that was recorded. */
public final class TraceSettings
{
    private static final double SPEED_MIN = 0.001;
    private static final double SPEED_MAX = 1_000_000;

    public static final Setting<Path> TRACE = Setting.of("trace", Group.TRAFFIC, SettingType.pathType("T"))
        .use(FileUse.READ)
        .help("Offer what T recorded, a file of 'gale import', in place of a profile: a VPE for each CPU, an event " +
        "for each vector of a device. With {clock} virtual, and one VM, unless others are given. Without an end " +
        "each VM offers it once.");
    public static final Setting<Double> SPEED = Setting.of("speed", Group.TRAFFIC,
        SettingType.FACTOR.labelled("X").readBy(TraceSettings::speed)).defaultValue(1.0)
        .help("With {trace}: divide its gaps by X, but not its handlers. Default: {speed=}.");
    public static final Setting<String> VECTORS = Setting.of("vectors", Group.TRAFFIC,
        SettingType.text(String.class, "GLOB", TraceSettings::glob, text -> text)).defaultValue("*")
        .help("With {trace}: its devices' vectors whose names match, by * and ?. Default: all.");
    public static final Setting<Boolean> TIMERS = Setting.of("timers", Group.TRAFFIC, SettingType.SWITCH)
        .defaultValue(true)
        .help("With {trace}: leave out its timers, which are private interrupts of the VPEs.");
    public static final Setting<Boolean> IPIS = Setting.of("ipis", Group.TRAFFIC, SettingType.SWITCH)
        .defaultValue(true)
        .help("With {trace}: leave out its IPIs, each of which is an LPI of the VPE that took it.");

    /** All of them, the trace first. */
    public static final List<Setting<?>> ALL = List.of(TRACE, SPEED, VECTORS, TIMERS, IPIS);

    /** Settings that choose what is offered of a trace. */
    public static final List<Setting<?>> OF_TRAFFIC = List.of(SPEED, VECTORS, TIMERS, IPIS);

    private TraceSettings()
    {
    }

    private static double speed(final String text)
    {
        final double speed = SettingType.FACTOR.reader().apply(text);
        if (speed < SPEED_MIN || speed > SPEED_MAX)
        {
            throw new IllegalArgumentException("'" + text + "' is not in 0.001 to 1000000 (try 2 or 0.5)");
        }

        return speed;
    }

    private static String glob(final String text)
    {
        if (text.isEmpty())
        {
            throw new IllegalArgumentException("'' matches no vector (try *, or virtio*)");
        }

        return text;
    }
}
