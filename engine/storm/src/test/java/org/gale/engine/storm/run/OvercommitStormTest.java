package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of vCPUs that outnumber the PEs. */
class OvercommitStormTest
{
    private static final StormProfile PROFILE = JobProfiles.ALL.of("overcommit");
    private static final long COUNT = 150_000;

    @TempDir
    private Path directory;

    @Tag("P1")
    @Tag("P5")
    @Tag("P6")
    @Test
    void shouldDeliverEveryInterruptAndReplayToTheSameDigest() throws IOException
    {
        final StormResult result = run(SettingValues.NONE);

        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(COUNT, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().coalesced());
        assertEquals(0, result.totals().accounting().remainder());
        assertTrue(row(result, "doorbells_rung") > 0);
        assertTrue(result.latencies().stages().get("woken").getTotalCount() > 0);
        assertEquals(0, row(result, "doorbells_owed"));
        assertEquals(4, result.latencies().responseByVm().stream()
            .filter(of -> of.getTotalCount() > COUNT / 256).count());
        assertTrue(Replay.verify(journal(), ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Tag("P5")
    @Tag("K-LP-9")
    @Test
    void shouldDeliverEveryInterruptWhenGuestsSwitchTheirIrs() throws IOException
    {
        final StormResult result = run(SettingValues.NONE.withText(setting("irsen"), "1000"));

        assertNull(result.verdict().failure());
        assertEquals(COUNT, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().coalesced());
        assertTrue(Replay.verify(journal(), ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }

    @Timeout(60)
    @Test
    void shouldDeliverEveryInterruptWhenADutyCycleIsLongerThanTheTimeBetweenSwitches() throws IOException
    {
        final StormResult result = run(SettingValues.NONE.withText(setting("irsen"), "1M"));

        assertNull(result.verdict().failure());
        assertEquals(COUNT, result.totals().accounting().delivered());
    }

    @Tag("P5")
    @Tag("K-LP-9")
    @Test
    void shouldNameTheInterruptThatAKernelForgets() throws IOException
    {
        final StormResult result = run(
            SettingValues.NONE.withText(setting("irsen"), "1000").withText(setting("kvm"), "7.4-gap"));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
        assertEquals("P5", result.verdict().broken().promise());
        assertTrue(result.verdict().broken().finding()
            .matches("VM \\d LPI \\d+ is pending, its vCPU \\d sleeps, and no doorbell is owed"),
            result.verdict().broken().finding());
        assertEquals(0, result.totals().accounting().remainder());              // nothing is lost, but nobody knows
    }

    private StormResult run(final SettingValues own) throws IOException
    {
        final StormConfig config = StormConfigs.begin().vms(4).vpes(4).pes(3).devices(2).events(128).untimed()
            .countLimit(COUNT).latencyEvery(1).build();
        final Workload workload = PROFILE.workload(config, own);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final RunConfiguration configuration =
                new RunConfiguration("test", workload.machine(), config.value(StormSettings.SEED));
            final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT)
                .create(journal(), configuration.toBytes());

            return new StormRun(Options.of(config, workload), machine, writer).run();
        }
    }

    private Path journal()
    {
        return directory.resolve("run1");
    }

    private static Setting<?> setting(final String name)
    {
        return PROFILE.settings().stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();
    }

    private static long row(final StormResult result, final String key)
    {
        return result.totals().accounting().rows().stream()
            .filter(row -> row.key().equals(key)).findFirst().orElseThrow()
            .total();
    }
}
