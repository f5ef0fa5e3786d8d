package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.config.Monitor;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Setting.Group;
import org.gale.engine.storm.scenario.SettingType;

/** Settings that only a storm has whose devices are functions with MSI-X vectors. */
public final class MsixSettings
{
    public static final Setting<ActionRate> MASKS = Setting.of("masks", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("For msix: times that guests mask vectors and unmask them: R a second, or N in M events, such as " +
        "1/1k. Three of four mask a vector, the fourth masks a function. Default: 1/1k, and 0 in a job of a file.");
    public static final Setting<ActionRate> RETARGETS = Setting.of("retargets", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("For msix: times that guests give a vector one of its two messages: R a second, or N in M events, such " +
        "as 1/10k. Default: 1/10k, and 0 in a job of a file.");
    public static final Setting<Monitor> MONITOR = Setting.of("monitor", Group.KEY,
        SettingType.words(Monitor.class, List.of(Monitor.values()), Monitor::key).labelled("M"))
        .defaultValue(Monitor.RIGHT)
        .help("For msix: the monitor in front of the ITS, right or with a mistake that loses interrupts " +
        "(consume-masked, drop-route, stale-message, pba-zero, pba-unsaved, consume-unrouted, level-early), a " +
        "negative control; remote with {monitor-socket}. Default: {.monitor=}.");

    public static final Setting<ActionRate> PLUGS = Setting.of("plugs", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("For msix: times that a function is unplugged and plugged in again: R a second, or N in M events, such " +
        "as 1/10k. Default: 0.");

    public static final Setting<PlugOrder> PLUG_ORDER = Setting.of("plug-order", Group.KEY,
        SettingType.words(PlugOrder.class, List.of(PlugOrder.values()), PlugOrder::label).labelled("ORDER"))
        .defaultValue(PlugOrder.RIGHT)
        .help("With {.plugs}: the order in which a function is unplugged, right or with a mistake that loses " +
        "interrupts (destroy-masked, clear-pending), a negative control. Default: {.plug-order=}.");

    /** Settings that every storm of functions has, chosen or not. */
    static final List<Setting<?>> ALL = List.of(MASKS, RETARGETS, PLUGS, MONITOR);

    private MsixSettings()
    {
    }
}
