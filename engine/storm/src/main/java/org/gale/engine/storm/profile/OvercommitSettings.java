package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;

/** Settings of overcommit, two of which direct injection shares: slices, the queue of a PE, and switches of an IRS. */
final class OvercommitSettings
{
    private static final String TAIL = "tail";
    private static final String PREEMPT = "preempt";

    /** Time that a vCPU may run while others wait. */
    static final Setting<Long> SLICE = Setting.of("slice", Setting.Group.KEY, SettingType.DURATION)
        .defaultValue(200_000L).unit("ns")
        .help("For overcommit, and of direct with {clock} virtual: time that a vCPU may run while others wait. " +
        "Default: 200us.");
    /** Rate at which guests switch IRSEN. */
    static final Setting<Long> IRSEN = Setting.of("irsen", Setting.Group.KEY, SettingType.COUNT).between(0, 1_000_000)
        .defaultValue(0L)
        .help("For overcommit: a guest disables its IRS N times a second, and enables it again a time slice later. " +
        "Default: {.irsen=}.");

    /** Place in the queue of a PE. */
    static final Setting<String> ENQUEUE = Setting.of("enqueue", Setting.Group.KEY,
        SettingType.words(TAIL + '|' + PREEMPT, List.of(TAIL, PREEMPT))).defaultValue(PREEMPT)
        .help("For overcommit and direct, with {clock} virtual: a vCPU that is woken runs after those that wait for " +
        "its PE (tail), or before them and in place of one that runs its own work (preempt). Default: {.enqueue=}.");

    private OvercommitSettings()
    {
    }

    /** Returns whether a vCPU that is woken takes the place of one that runs its own work. */
    static boolean preempts(final SettingValues own)
    {
        return !own.valueOrDefault(ENQUEUE).equals(TAIL);
    }

    /**
     * Refuses a slice in which nothing can run.
     *
     * @throws SettingException if there is one
     */
    static void checkSlice(final StormConfig config, final SettingValues own)
    {
        if (config.isVirtual() && own.valueOrDefault(SLICE) == 0)
        {
            throw new SettingException(SLICE, "'", own.text(SLICE), "' is no time to run (try ", SLICE, "=200us)");
        }
    }
}
