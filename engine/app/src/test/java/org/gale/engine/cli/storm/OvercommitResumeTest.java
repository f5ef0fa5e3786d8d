package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms of scheduled vCPUs whose process died, and which are resumed. */
class OvercommitResumeTest
{
    private static final long COUNT = 20_000;
    private static final StormProfile PROFILE = JobProfiles.ALL.of("overcommit");
    private static final StormConfig STORM = StormConfigs.begin().vms(4).vpes(4).pes(3).devices(2).events(128)
        .untimed().countLimit(COUNT).latencyEvery(1).build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** The first frames set the machine up; vCPUs are in all states in later ones. */
    @ParameterizedTest(name = "after {0} frames, the last applied: {1}")
    @CsvSource({ "1, true", "2, false", "5, true", "10, false", "20, true", "40, false", "41, true", "60, false" })
    @Tag("P6")
    @Tag("P7")
    @Tag("P11")
    void shouldDeliverEveryInterruptOfTheWhole(final long frames, final boolean applies) throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, PROFILE, STORM, chosen("irsen", "500"), frames, applies);
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, resume(left, "--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(COUNT, json.at("/accounting/delivered").asLong());
        assertEquals(0, json.at("/accounting/coalesced").asLong());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json.toString());
    }

    @Test
    void shouldRefuseAnotherKernelThanThatOfTheJournal() throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, PROFILE, STORM, SettingValues.NONE, 20, true);

        assertEquals(ExitCode.USAGE, resume(left, "-C", "kvm=7.4-gap"));
        assertTrue(err.toString().contains("-C kvm: '7.4-gap' contradicts "), err.toString());
    }

    private int resume(final Path left, final String... options)
    {
        final String[] all = new String[3 + options.length];
        all[0] = "storm";
        all[1] = "--resume";
        all[2] = left.toString();
        System.arraycopy(options, 0, all, 3, options.length);

        return GaleRun.of(out, err, all);
    }

    private static SettingValues chosen(final String name, final String text)
    {
        final Setting<?> setting =
            PROFILE.settings().stream().filter(of -> of.name().equals(name)).findFirst().orElseThrow();

        return SettingValues.NONE.withText(setting, text);
    }
}
