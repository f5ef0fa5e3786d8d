package org.gale.engine.storm.plan;

import java.util.List;
import org.gale.engine.host.Pinning;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

import static org.gale.engine.storm.scenario.MeasureSettings.CPU_ENGINE;
import static org.gale.engine.storm.scenario.MeasureSettings.CPU_ENGINES;
import static org.gale.engine.storm.scenario.MeasureSettings.CPU_GENERATOR;
import static org.gale.engine.storm.scenario.MeasureSettings.CPU_HELPERS;
import static org.gale.engine.storm.scenario.MeasureSettings.ENGINES;
import static org.gale.engine.storm.scenario.MeasureSettings.MAX_IN_FLIGHT;
import static org.gale.engine.storm.scenario.MeasureSettings.STOP_IF;
import static org.gale.engine.storm.scenario.MeasureSettings.THREADS;
import static org.gale.engine.storm.scenario.MeasureSettings.WARMUP;

/** Rules of the settings of one run, of which each storm allows some. Pure functions but for the processors. */
final class MeasureRules
{
    private static final long ONE_ENGINE = 1;
    private static final List<Setting<Long>> CPUS = List.of(CPU_ENGINE, CPU_GENERATOR, CPU_HELPERS);

    private MeasureRules()
    {
    }

    /**
     * Checks the chosen settings of a run against the storm.
     *
     * @throws SettingException if a value lies outside its range, or contradicts the storm
     */
    static void check(final SettingValues given, final StormConfig config, final boolean hasGenerator)
    {
        MeasureSettings.ALL.stream().filter(given::has).forEach(given::check);
        if (given.valueOrDefault(WARMUP) >= config.value(StormSettings.DURATION))
        {
            throw new SettingException(WARMUP, "'", given.text(WARMUP), "' is no shorter than the storm (try ",
                WARMUP, " auto)");
        }
        final List<PhaseShape> phases = config.shape().phases();
        if (!phases.isEmpty() && given.valueOrDefault(WARMUP) >= phases.get(0).durationNs())
        {
            throw new SettingException(WARMUP, "'", given.text(WARMUP), "' is no shorter than the first phase, ",
                phases.get(0).name(), ", whose beginning it is (try ", WARMUP, " auto)");
        }
        if (!phases.isEmpty() && !hasGenerator)
        {
            throw new SettingException(StormSettings.GENERATOR, "off leaves nobody to begin the phases ",
                phases.get(0).name(), " and later (leave out the phases, or the generator's off)");
        }
        if (given.has(MAX_IN_FLIGHT) && (config.isClosedLoop() || !hasGenerator))
        {
            throw OpenStream.missing(MAX_IN_FLIGHT, given.text(MAX_IN_FLIGHT),
                "a generator with a rate", "; a closed loop has ", StormSettings.WINDOW, "=N");
        }
        if (given.has(STOP_IF) && config.value(StormSettings.LATENCY) == 0 &&
            !StopConditions.ofInterrupts(given.get(STOP_IF)).isEmpty())
        {
            throw new SettingException(STOP_IF, "'", given.text(STOP_IF), "' needs latencies, and ",
                StormSettings.LATENCY, " is off");
        }
        if (config.shape().hasModels() && !config.isVirtual() && !MeasureSettings.isOneThread(given) &&
            given.valueOr(ENGINES, ONE_ENGINE) == ONE_ENGINE)
        {
            throw new SettingException(THREADS, given.valueOrDefault(THREADS), " are too many for models of devices, ",
                "which guests drive from the engine's thread (try ", THREADS, "=1, or ", StormSettings.CLOCK,
                " virtual)");
        }
        if (MeasureSettings.isOneThread(given) && given.has(CPU_GENERATOR))
        {
            throw new SettingException(CPU_GENERATOR, "'", given.text(CPU_GENERATOR), "' pins a thread that ",
                THREADS, "=1 leaves out (try ", CPU_ENGINE, "=", given.text(CPU_GENERATOR), ")");
        }
        if (given.has(STOP_IF))
        {
            StopRules.check(given.get(STOP_IF), config.shape(), config.isVirtual());
        }
        CPUS.stream().filter(given::has).forEach(setting -> checkCpu(setting, given.get(setting).intValue()));
        if (given.has(CPU_ENGINES))
        {
            given.get(CPU_ENGINES).all().forEach(cpu -> checkCpu(CPU_ENGINES, cpu));
        }
    }

    private static void checkCpu(final Setting<?> setting, final int cpu)
    {
        final List<Integer> allowed = Pinning.allowed();
        if (!allowed.isEmpty() && !allowed.contains(cpu))
        {
            throw new SettingException(setting, "this process may not use processor ", cpu, " (it may use ",
                allowed.toString().replaceAll("[\\[\\]]", ""), ")");
        }
    }
}
