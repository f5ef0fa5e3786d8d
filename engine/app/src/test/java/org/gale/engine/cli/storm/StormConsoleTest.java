package org.gale.engine.cli.storm;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.run.StormListener.Reading;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.scenario.SettingValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what the console of a storm says of its session. */
class StormConsoleTest
{
    private static final Path LEFT = Path.of("/tmp/gale-00c0de");

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayInOneLineWhichJournalsWereLeft()
    {
        assertEquals("an earlier run left its journal in /tmp/gale-00c0de: gale journal describe /tmp/gale-00c0de " +
            "shows how it ended, gale doctor --remove-left removes it", StormConsole.leftText(List.of(LEFT)));
        assertEquals("2 earlier runs left their journals in /tmp: gale doctor lists them, gale doctor --remove-left " +
            "removes them", StormConsole.leftText(List.of(LEFT, Path.of("/tmp/gale-00c0df"))));
    }

    /** Each message is seen at once, while the storm goes on: the stream behind the writer has it. */
    @Test
    void shouldSayAtOnceWhatHappensBesideTheStorm()
    {
        final StormConsole console = console(false);

        console.left(List.of(LEFT));
        assertSaid(StormConsole.leftText(List.of(LEFT)));
        console.left(List.of(LEFT));
        assertEquals("", err.toString());                                       // once a day
        console.attachable(Path.of("lanes"), "lane-00", "lane-07");
        assertSaid("producers attach in lanes, lane-00 to lane-07");
        console.uncounted("no memory");
        assertSaid("no counters for gale stat: no memory");
        console.unwatched("no memory");
        assertSaid("lane files: lanes at fault were not made again: no memory");
        console.lanesRemain("lanes was not removed");
        assertSaid("lane files: lanes was not removed");
        console.kept(LEFT);
        assertSaid("the journal stays in /tmp/gale-00c0de");
    }

    @Test
    void shouldSayNothingBesideTheStormWhenItIsQuiet()
    {
        final StormConsole console = console(true);

        console.left(List.of(LEFT));
        console.attachable(Path.of("lanes"), "lane-00", "lane-07");
        console.uncounted("no memory");
        console.unwatched("no memory");
        console.lanesRemain("lanes was not removed");
        console.kept(LEFT);

        assertEquals("", err.toString());
    }

    @Test
    void shouldShowHowMuchOfTheJournalWasRead()
    {
        assertEquals("  verifying the journal   33 %",
            StormConsole.readingText(Reading.VERIFICATION, 1, 3, 2e6, false));
        assertEquals("  replaying the journal   66 %   2.0 M/s   Ctrl-C ends at once",
            StormConsole.readingText(Reading.REPLAY, 2, 3, 2e6, true));
        assertEquals("  replaying the journal   50 %",
            StormConsole.readingText(Reading.REPLAY_TO_RESUME, 1, 2, 2e6, false));
        assertEquals("  verifying the journal   0 %", StormConsole.readingText(Reading.VERIFICATION, 0, 0, 0, false));
        assertEquals("  verifying the journal   100 %", StormConsole.readingText(Reading.VERIFICATION, 5, 4, 0, false));
    }

    private StormConsole console(final boolean isQuiet)
    {
        return new StormConsole(EnginesPlan.of(
            new JobPlanner(JobProfiles.ALL).plan(SettingValues.NONE, StormOptions.SPELLING), 1),
            StormRun::new, new PrintWriter(StringWriter.nullWriter()), new PrintWriter(new BufferedWriter(err)),
            "gale storm: ", new LeftNotice(CountersPlace.in(directory), HostClock.EPOCH), isQuiet);
    }

    private void assertSaid(final String message)
    {
        assertEquals("gale storm: " + message + System.lineSeparator(), err.toString());
        err.getBuffer().setLength(0);
    }
}
