package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.profile.HostRules;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.Warmup;

/** Settings that have a meaning on one of the two clocks alone. Pure functions. */
final class ClockSettings
{
    /** Interrupts after which a virtual storm ends that says neither how long nor how many. */
    static final long VIRTUAL_COUNT = 1_000_000;
    /** Time after which it ends, ns. */
    static final long VIRTUAL_NS = 1_000_000_000;

    /** Settings that only the wall clock has. */
    static final List<Setting<?>> OF_WALL = List.of(StormSettings.DURABILITY, StormSettings.JOURNAL_LIMIT,
        StormSettings.GENERATOR, StormSettings.LANES, StormSettings.LANE_COUNT, MeasureSettings.MAX_IN_FLIGHT,
        MeasureSettings.HANDLER, MeasureSettings.THREADS, MeasureSettings.CPU_ENGINE, MeasureSettings.CPU_GENERATOR,
        MeasureSettings.CPU_HELPERS);

    private static final long ONE_THREAD = 1;

    private ClockSettings()
    {
    }

    /** Returns whether settings choose the virtual clock. */
    static boolean isVirtual(final SettingValues given)
    {
        return given.valueOrDefault(StormSettings.CLOCK).equals(StormSettings.VIRTUAL);
    }

    /**
     * Returns the settings of a job with those of options. Where an option chooses the wall clock for a job of the
     * virtual one, the job's costs of migrations are left out: a monitor takes the time of the host there.
     */
    static SettingValues ofOption(final SettingValues ofJob, final SettingValues options)
    {
        final SettingValues all = ofJob.withAll(options);
        final boolean isTaken = isVirtual(ofJob) && !isVirtual(all);
        final List<Setting<?>> costs = new ArrayList<>();
        VirtualSettings.TIMES.forEach((cost, setting) ->
        {
            if (isTaken && cost.isOfMigrations() && !options.has(setting))
            {
                costs.add(setting);
            }
        });

        return all.without(costs);
    }

    /**
     * Refuses settings that have no meaning on the clock. Their defaults are accepted.
     *
     * @param given     settings that were chosen
     * @param isVirtual true for the virtual clock
     * @throws SettingException if one of them has none
     */
    static void check(final SettingValues given, final boolean isVirtual, final StormProfile profile)
    {
        if (!isVirtual)
        {
            final List<Setting<?>> ofVirtual = new ArrayList<>(profile.virtualSettings());
            ofVirtual.addAll(VirtualSettings.ALL);
            ofVirtual.removeAll(profile.clockSettings());
            ofVirtual.forEach(setting -> checkWall(given, setting));
            return;
        }
        VirtualSettings.ALL.stream().filter(given::has).forEach(given::check);
        OF_WALL.forEach(setting -> checkVirtual(given, setting));
        if (given.has(MeasureSettings.STOP_IF) &&
            !StopConditions.ofStalls(given.get(MeasureSettings.STOP_IF)).isEmpty())
        {
            throw new SettingException(MeasureSettings.STOP_IF, "'", given.text(MeasureSettings.STOP_IF),
                "' is on stalls, and with ", StormSettings.CLOCK, " virtual no thread stalls (leave it out)");
        }
    }

    private static void checkWall(final SettingValues given, final Setting<?> setting)
    {
        if (given.isOther(setting))
        {
            throw new SettingException(setting, "'", given.text(setting), "' needs virtual time (try ",
                StormSettings.CLOCK, " virtual, or leave it out)");
        }
    }

    private static void checkVirtual(final SettingValues given, final Setting<?> setting)
    {
        final boolean isOneThread =
            setting == MeasureSettings.THREADS && given.valueOrDefault(MeasureSettings.THREADS) == ONE_THREAD;
        if (given.isOther(setting) && !isOneThread)
        {
            final String text = "'" + given.text(setting) + "' means nothing with ";
            throw setting == StormSettings.DURABILITY ?
                new SettingException(setting, text, StormSettings.CLOCK, " virtual (leave it out, or write ",
                StormSettings.JOURNAL, " none)") :
                new SettingException(setting, text, StormSettings.CLOCK, " virtual (",
                setting == MeasureSettings.HANDLER ? "give a group of a job guest: {handler: T}" : "leave it out", ')');
        }
    }

    /** Returns settings of a virtual storm with the warm-up that {@code auto} is. */
    static SettingValues withWarmup(final SettingValues given)
    {
        return given.valueOrDefault(MeasureSettings.WARMUP) == Warmup.AUTO_NS ?
            given.with(MeasureSettings.WARMUP, 0L) : given;
    }

    /**
     * Returns the value of every setting without those that mean nothing on the clock.
     *
     * @param all       values of every setting
     * @param chosen    settings of the storm
     * @param isVirtual true for the virtual clock
     */
    static SettingValues effective(
        final SettingValues all, final SettingValues chosen, final boolean isVirtual, final StormProfile profile)
    {
        if (!isVirtual)
        {
            return shown(all.without(VirtualSettings.ALL), chosen, profile.clockSettings());
        }

        return shown(all.without(OF_WALL), chosen, profile.virtualSettings())
            .withAll(VirtualSettings.values(VirtualSettings.costs(chosen)));
    }

    private static SettingValues shown(
        final SettingValues all, final SettingValues chosen, final List<Setting<?>> settings)
    {
        SettingValues some = all;
        for (final Setting<?> setting : settings)
        {
            final boolean isShown =
                HostRules.isOne(setting) ? chosen.isOther(setting) : !chosen.shown(setting).isEmpty();
            some = isShown ? some.withValueOf(setting, chosen) : some;
        }

        return some;
    }
}
