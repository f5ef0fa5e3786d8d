package org.gale.engine.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostMeter;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormTextTest
{
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "6.1e6 | 6.1e6 | 3 | 0     | 0  | 9   | offered 8.0 M/s asked, 6.1 M/s reached: the generator was the limit",
        "6.1e6 | 6.1e6 | 3 | 0.01  | 0  | 9   | offered 8.0 M/s asked, 6.1 M/s reached: the engine was the limit",
        "8e6   | 7.1e6 | 1 | 0.009 | 0  | 9   | offered 8.0 M/s asked, 7.1 M/s reached in the slowest second: the " +
            "generator was the limit",
        "6.1e6 | 6.1e6 | 3 | 0     | 12 | 9   | offered 8.0 M/s asked, 6.1 M/s reached: 12 skipped at the limit in " +
            "flight",
        "8e6   | 8e6   | 0 | 0.931 | 0  | 9   | offered 8.0 M/s as asked, but the lane was full for 93.1 % of the " +
            "time: the engine was the limit",
        "8e6   | 8e6   | 0 | 0     | 0  | 410 | offered 8.0 M/s as asked, but late: lag p99 410 ns, response p99 " +
            "4,095 ns"})
    void shouldSayWhatTheLimitWasWhenARateWasNotKept(
        final double reached,
        final double least,
        final long shortSeconds,
        final double fullShare,
        final long skipped,
        final long lagNs,
        final String line)
    {
        report(StormResults.setting(StormResults.WITH_RATE), StormResults.atPace(
            new GeneratorPace(8e6, reached, least, shortSeconds, fullShare, skipped, lagNs, 4_095, false)),
            StormResults.PROOF, AnsiColours.NONE);

        assertTrue(out.toString().lines().toList().contains(line), out.toString());
        assertTrue(out.toString().contains(" · did not keep up · "), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "8e6   | 0 | 0.931 | 9   | offered 8.0 M/s asked, 8.0 M/s while the generator ran, 5.8 M/s measured" +
            ", and the lane was full for 93.1 % of the time: the engine was the limit",
        "8e6   | 0 | 0     | 410 | offered 8.0 M/s asked, 8.0 M/s while the generator ran, 5.8 M/s measured" +
            ", and late: lag p99 410 ns, response p99 4,095 ns",
        "6.1e6 | 3 | 0     | 9   | offered 8.0 M/s asked, 6.1 M/s while the generator ran, 5.8 M/s measured" +
            ": the generator was the limit"})
    void shouldNotCallARateAskedForThatHeldForAPartOnly(
        final double reached, final long shortSeconds, final double fullShare, final long lagNs, final String line)
    {
        report(StormResults.setting(StormResults.WITH_RATE), StormResults.with(StormResults.result(
            StormResults.WITH_RATE, StormResults.accounting(41_000_000, 41_000_000, 0), 8e6, false, 0, null),
            "generator.pace",
            new GeneratorPace(8e6, reached, reached, shortSeconds, fullShare, 0, lagNs, 4_095, false)),
            StormResults.PROOF, AnsiColours.NONE);

        assertTrue(out.toString().replace("\n  ", " ").contains(line + '\n'), out.toString());
        assertTrue(out.toString().lines().allMatch(one -> one.length() <= ReportLine.WIDTH), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"8e6, 0.9995, LAG", "8e6, 0.998, GENERATOR"})
    void shouldBlameTheLagWhereAllWasOfferedLate(
        final double asked, final double share, final GeneratorPace.Limit limit)
    {
        final GeneratorPace pace =
            new GeneratorPace(asked, share * asked, 0.9 * asked, 1, 0, 0, 8_000_000, 9_000_000, false);

        assertEquals(limit, pace.limit());
    }

    @Test
    void shouldSayThatModelsWentOnLateOnTheWallClock()
    {
        final GeneratorPace late = new GeneratorPace(0, 8e6, 8e6, 0, 0, 0, 3_815_423, 1_552_383, true);

        report(
            StormResults.SETTING, StormResults.with(StormResults.sound(), "generator.pace", late), StormResults.PROOF,
            AnsiColours.NONE);

        assertTrue(out.toString().replace("\n  ", " ").contains("models of devices went on late, this host cannot " +
            "keep up with them: lag p99 3,815,423 ns, response p99 1,552,383 ns. Take fewer devices, or " +
            "the virtual clock\n"), out.toString());
        assertTrue(out.toString().contains(" · did not keep up · "), out.toString());
    }

    @Test
    void shouldShowNoLagOfTooFewSamples()
    {
        final Histogram few = new Histogram(3);
        few.recordValueWithCount(700, 99);

        report(StormResults.SETTING, StormResults.with(StormResults.sound(), "generator.lag", few), StormResults.PROOF,
            AnsiColours.NONE);

        assertTrue(out.toString().contains("\ngenerator lag p99 - \u00b7 kept up"), out.toString());
    }

    @Test
    void shouldNameTheMaximumWhereTooFewSamplesWereLate()
    {
        final Histogram few = new Histogram(3);
        few.recordValueWithCount(700, 99);
        final StormResult late = StormResults.atPace(new GeneratorPace(8e6, 8e6, 8e6, 0, 0, 0, 700, 4_095, false));

        report(StormResults.SETTING, StormResults.with(late, "generator.lag", few), StormResults.PROOF,
            AnsiColours.NONE);
        assertTrue(out.toString().contains("late: lag max 700 ns, response p99 4,095 ns\n"), out.toString());
        report(StormResults.SETTING, StormResults.with(late, "latencies.response", few), StormResults.PROOF,
            AnsiColours.NONE);
        assertTrue(out.toString().contains("late: lag p99 700 ns, response max 4,095 ns\n"), out.toString());
    }

    @Test
    void shouldShowNoRateWhereAllWasOfferedInTheWarmUp()
    {
        final StormResult sound = StormResults.sound();
        report(StormResults.SETTING, StormResults.with(sound, "rates", new MeasuredRates(sound.rates().warmup(),
            1_000_000, 0, 700)), StormResults.PROOF, AnsiColours.NONE);

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.contains("offered           100,000,000              -   all of it in the warm-up"),
            out.toString());
        assertTrue(lines.contains("  delivered        99,999,872              -"), out.toString());
    }

    @Test
    void shouldSayWhyMoreWasDeliveredThanOffered()
    {
        final StormResult sound = StormResults.sound();
        report(StormResults.SETTING, StormResults.with(sound, "rates", new MeasuredRates(sound.rates().warmup(),
            1_000_000_000, 500, 700)), StormResults.PROOF,
            AnsiColours.NONE);

        assertTrue(out.toString().contains(
            "  delivered        99,999,872            700   at least 200 of these were offered " +
            "in the warm-up\n"), out.toString());
    }

    @Test
    void shouldSayWhichInterruptsHaveNoLatency()
    {
        final StormResult sound = StormResults.sound();
        report(StormResults.setting(StormResults.WITH_ALL),
            StormResults.with(sound, "latencies.delivered.all", 10_003L), StormResults.PROOF, AnsiColours.NONE);

        assertTrue(out.toString().contains(
            "\n(sampled: 10,000 of 10,003 delivered: not 3 that began in the warm-up)\n"), out.toString());
    }

    @Test
    void shouldSayThatTheHostMadeTheTail()
    {
        final Stalls stalls = new Stalls(1_000_000_000, 2,
            List.of(new Stalls.OfThread("engine", 10_000_001, 7_000_000)), HostMeter.MISSING, 0);

        report(StormResults.SETTING, StormResults.with(StormResults.sound(),
            "host.stalls", stalls), StormResults.PROOF,
            AnsiColours.NONE);

        final List<String> lines = out.toString().lines().toList();
        final int at = lines.indexOf(
            "the host, not Gale, made long latencies: the engine waited for a core");
        assertTrue(lines.get(at + 1).startsWith("latency, ns "), out.toString());
        assertTrue(lines.contains("stalls   engine 1.0 % of the run, longest 7.0 ms · throttled 0.0 % · " +
            "not known here: stolen time"), out.toString());
    }

    @Test
    void shouldSayNothingOfTheGeneratorWhenAllEventsCameFromProducers()
    {
        final StormResult sound = StormResults.sound();
        final AttachTotals attached = new AttachTotals(1_003_907, 1_000_000, 12, LaneWords.NONE, Map.of(), List.of());
        final Histogram noLag = new Histogram(sound.generator().lag());

        report(StormResults.SETTING, StormResults.with(StormResults.with(sound, "totals.attached", attached),
            "generator.lag", noLag), StormResults.PROOF, AnsiColours.NONE);

        assertFalse(out.toString().contains("generator lag "), out.toString());
        assertFalse(out.toString().contains("kept up"), out.toString());
    }

    @Test
    void shouldBlameTheEngineWhenItsLaneWasFull()
    {
        report(StormResults.setting(StormResults.WITH_RATE), StormResults.result(StormResults.WITH_RATE,
            StormResults.accounting(42_650_000, 42_650_000, 0), 6_100_000, false, 1_234, null), StormResults.PROOF,
            AnsiColours.NONE);

        assertTrue(out.toString().contains("reached: the engine was the limit\n"), out.toString());
        assertTrue(out.toString().contains(" · 1,234 refused\n"), out.toString());
    }

    @Test
    @Tag("P6")
    void shouldSayWhatVectorsHoldAndWhereEventsMerged()
    {
        report(StormResults.SETTING, StormResults.result(StormResults.CONFIG, StormResults.ofVectors(),
            1, true, 0, null), new StormProof(StormProof.Extent.READ_ONLY), AnsiColours.NONE);

        assertTrue(out.toString().contains(String.format(
            "  coalesced %17d%18sat eventfd 5, mask 2, entry 3%n", 10, "")), out.toString());
        assertTrue(out.toString().contains(String.format(
            "  held      %17d%18sin eventfds and pending bits of vectors%n", 4, "")), out.toString());
        assertTrue(out.toString().contains(String.format("remainder   %17d", 0)), out.toString());
    }

    @ParameterizedTest
    @CsvSource({ "1000, 997, lost", "1000, 1002, invented" })
    @Tag("P6")
    void shouldNameTheVmThatIsNotAccountedFor(final long offered, final long delivered, final String what)
    {
        final StormAccounting accounting = new StormAccounting(2 * offered, offered + delivered, 0, 0, Map.of(),
            List.of(new StormAccounting.OfVm(0, new EventAccount(0, offered, offered, 0, 0, 0)),
                new StormAccounting.OfVm(1, new EventAccount(0, offered, delivered, 0, 0, 0))), List.of());

        report(StormResults.SETTING, StormResults.result(
            StormResults.CONFIG, accounting, 1, true, 0, "P6 broken"), new StormProof(StormProof.Extent.READ_ONLY),
            AnsiColours.NONE);

        final String remainder = String.format("%18s%s%n", "", what);
        assertTrue(out.toString().contains(String.format("remainder   %17d", offered - delivered) + remainder));
        assertTrue(out.toString().contains(String.format("  VM 1      %17d", offered - delivered) + remainder));
        assertFalse(out.toString().contains("VM 0"), out.toString());
    }

    @Test
    void shouldNameAVmThatDiffersFromTheOthers()
    {
        final List<Histogram> byVm = List.of(StormResults.histogram(12_287, 12_287),
            StormResults.histogram(41_000, 50_000), StormResults.histogram(12_400, 12_400));

        assertEquals(List.of("VM 1: p99 41,023 (the other two: 12,407)"), VmOutliers.lines(byVm, 0, ""));
        assertEquals(List.of(), VmOutliers.lines(List.of(byVm.get(0), byVm.get(2)), 0, ""));
        assertEquals(List.of(), VmOutliers.lines(List.of(byVm.get(1)), 0, ""));
    }

    @Test
    void shouldStayInItsWidthWhenNumbersAreLarge()
    {
        final LatencyTable table = new LatencyTable("1 of 16 sampled");
        table.row("response", StormResults.histogram(5_840_895, 113_901_567));
        table.row("  acknowledged", StormResults.histogram(900_000_000, 900_000_000));
        table.row("  deactivated", new Histogram(3));

        final List<String> lines = table.lines();

        assertEquals(9, lines.size());
        assertEquals("(1 of 16 sampled)", lines.get(8));
        assertTrue(lines.stream().allMatch(line -> line.length() <= ReportLine.WIDTH), lines.toString());
        assertTrue(lines.get(2).matches("  acknowledged (  900,[0-9]{3},[0-9]{3}){6}"), lines.get(2));
        assertTrue(lines.get(3).endsWith(" -"), lines.get(3));
        assertEquals("  deactivated           0", lines.get(7));
    }

    @Test
    void shouldKeepToItsWidthForAnyStorm()
    {
        final StormConfig large = StormConfigs.begin().vms(4096).vpes(1).devices(8).events(128)
            .ratePerS(123_456_789).poisson(false).countLimit(100).latencyEvery(1).build();

        new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES).head(StormResults.setting(large));

        assertTrue(out.toString().lines().allMatch(line -> line.length() <= ReportLine.WIDTH), out.toString());
        assertTrue(out.toString().contains("\n         123.5 M/s evenly spaced\n"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NOT_ASKED   | 8.6 B/command · sealed | yes: its count was offered, and the rest was handled |" +
            " not replayed (replay)",
        "INTERRUPTED | 8.6 B/command · sealed | no: it was interrupted | not replayed to the end: interrupted",
        "DAMAGED     | 8.6 B/command · damaged | no: it failed | not replayed: the journal is damaged",
    })
    void shouldSayWhyThereIsNoReplay(
        final StormProof.Extent outcome, final String journal, final String drained, final String digest)
    {
        report(StormResults.SETTING, StormResults.sound(), new StormProof(outcome), AnsiColours.NONE);

        assertTrue(out.toString().endsWith(
            journal + "\ndrained  " + drained + "\ndigest   3f9c 07d2 e5b1 88a4 · " + digest + '\n'), out.toString());
    }

    /** Shows a rate that rounds up only as a whole number, which is what the JSON has. */
    @Test
    void shouldShowTheRateOfAReplayAsTheJsonHasIt()
    {
        report(StormResults.SETTING, StormResults.sound(),
            new StormProof(StormProof.Extent.EQUAL, 1, 149_949.6), AnsiColours.NONE);

        assertTrue(out.toString().contains("replay   " + NumberText.rate(149_950)), out.toString());
    }

    @Test
    void shouldShowTheSettingsOfTheProfileThatWereChosen()
    {
        final Setting<Long> moves = Setting.of("moves", Setting.Group.KEY, SettingType.COUNT).defaultValue(7L).help("");
        final Setting<Long> slice = Setting.of("slice", Setting.Group.KEY, SettingType.COUNT).defaultValue(7L).help("");

        report(StormResults.setting(StormResults.CONFIG, StormResults.profile(List.of(moves, slice)),
            SettingValues.NONE.withText(slice, "2k"), StormResumed.NONE), StormResults.sound(), StormResults.PROOF,
            AnsiColours.NONE);

        assertTrue(out.toString().contains("\n         slice 2k\n"), out.toString());
        assertFalse(out.toString().contains("moves"), out.toString());
    }

    @Test
    void shouldNotMentionAnAbsentJournal()
    {
        final StormDescription none = new StormDescription(new Platform("0.1.0", "17", 1), "default",
            StormResults.SETTING.profile(), StormResults.SETTING.own(), StormResults.CONFIG,
            SettingValues.NONE.withText(StormSettings.DURABILITY, "none").withText(StormSettings.RAM_FILE, "ram.bin"),
            "", false, StormResumed.NONE);

        report(none, StormResults.sound(), new StormProof(StormProof.Extent.NO_JOURNAL), AnsiColours.NONE);

        assertTrue(out.toString().contains("\nmemory   ram.bin\njournal  none\n"), out.toString());
        assertTrue(out.toString().contains(" · 1 core · "), out.toString());
        assertTrue(out.toString().endsWith("""
            throttled 0.0 %
            drained  yes: its count was offered, and the rest was handled
            digest   3f9c 07d2 e5b1 88a4 · no journal to replay
            """), out.toString());
    }

    @Test
    void shouldNameTheFirstReplayedCommandWhenTheBeginningIsPurged()
    {
        report(StormResults.SETTING, StormResults.sound(),
            new StormProof(StormProof.Extent.EQUAL, 1, 2, 4_812_101), AnsiColours.NONE);

        assertTrue(out.toString().endsWith(" · the same as live\n         from the snapshot after command 4,812,100: " +
            "earlier commands were purged (journal-limit)\n"), out.toString());
    }

    @Test
    void shouldColourVerdictsOnly()
    {
        report(StormResults.SETTING, StormResults.sound(),
            new StormProof(StormProof.Extent.DIVERGED, 1, 2), AnsiColours.COLOURED);
        final String coloured = out.toString();
        out.getBuffer().setLength(0);
        report(StormResults.SETTING, StormResults.sound(),
            new StormProof(StormProof.Extent.DIVERGED, 1, 2), AnsiColours.NONE);

        assertTrue(coloured.contains("\u001b[32mno interrupt lost, none invented\u001b[0m\n"), coloured);
        assertTrue(coloured.endsWith("\u001b[31mnot the same as live\u001b[0m\n"), coloured);
        assertEquals(out.toString(), coloured.replaceAll("\u001b\\[[0-9]*m", ""));
    }

    private void report(
        final StormDescription setting, final StormResult result, final StormProof proof, final AnsiColours colours)
    {
        final StormText text = new StormText(new PrintWriter(out), colours, Spelling.NAMES);
        text.head(setting);
        text.result(setting, result);
        text.journal(setting, result, proof);
        text.replay(result, proof);
    }
}
