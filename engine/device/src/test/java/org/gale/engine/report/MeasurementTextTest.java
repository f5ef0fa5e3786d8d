package org.gale.engine.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bounds of the lines about the measured part of a storm. */
class MeasurementTextTest
{
    private static final long SECOND = 1_000_000_000;

    @Test
    void shouldWrapASentenceThatIsWiderThanTheText()
    {
        final String words = "a".repeat(50) + ", " + "b".repeat(48);

        assertEquals(List.of(words), MeasurementText.wrapped(words));
        assertEquals(List.of("a".repeat(50) + ',', "  " + "b".repeat(49)), MeasurementText.wrapped(words + 'b'));
        assertEquals(List.of("a".repeat(99) + ',', "  b"), MeasurementText.wrapped("a".repeat(99) + ", b"));
        assertEquals(List.of("a".repeat(101)), MeasurementText.wrapped("a".repeat(101)));
    }

    @Test
    void shouldWrapTheReasonsOfATailWhereTheyAreWiderThanTheText()
    {
        final String head = "the host, not Gale, made long latencies:";

        assertEquals(List.of(head + " the hypervisor stole time, the control group was throttled"),
            MeasurementText.tail(new Stalls(SECOND, 1, List.of(), 20_000_000, 20_000_000)));
        assertEquals(List.of(head, "  the engine waited for a core, the control group was throttled"),
            MeasurementText.tail(new Stalls(SECOND, 1, List.of(new Stalls.OfThread("engine", 20_000_000, 0)), 0,
            20_000_000)));
        assertEquals(List.of(), MeasurementText.tail(new Stalls(SECOND, 1, List.of(), 10_000_000, 10_000_000)));
    }

    /** A rate is as asked where what the generator reached and what the whole measured part has differ by 1 %. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "99 | 100 | 100 | 0 | offered 100 /s as asked",
        "98 | 100 | 100 | 0 | offered 100 /s asked, 100 /s while the generator ran, 98 /s measured",
        "101 | 100 | 100 | 0 | offered 100 /s as asked",
        "102 | 100 | 100 | 0 | offered 100 /s asked, 100 /s while the generator ran, 102 /s measured",
        "99 | 100 | 100 | 1 | offered 100 /s asked, 100 /s reached: the generator was the limit",
        "99 | 100 | 90  | 1 | offered 100 /s asked, 90 /s reached in the slowest second: the generator was the limit"})
    void shouldSayWhetherARateWasKept(
        final long offered, final double reached, final double least, final long shortSeconds, final String sentence)
    {
        final StormResult sound = StormResults.sound();
        final GeneratorPace pace = new GeneratorPace(100, reached, least, shortSeconds, 0, 0, 9, 4_095, false);

        assertEquals(sentence, MeasurementText.pace(StormResults.with(StormResults.with(sound, "rates",
            new MeasuredRates(sound.rates().warmup(), SECOND, offered, offered)), "generator.pace", pace)));
    }

    /** The slowest second counts where all others were as asked, too. */
    @Test
    void shouldNotSayAsAskedOfARateThatWasLateInASecond()
    {
        final StormResult sound = StormResults.sound();
        final GeneratorPace pace = new GeneratorPace(100, 100, 80, 1, 0, 0, 410, 4_095, false);

        final StormResult late = StormResults.with(StormResults.with(
            sound, "rates", new MeasuredRates(sound.rates().warmup(), SECOND, 100, 100)), "generator.pace", pace);

        assertEquals("offered 100 /s asked, 80 /s reached in the slowest second, and late: lag p99 410 ns, response " +
            "p99 4,095 ns", MeasurementText.pace(late));
    }

    @Test
    void shouldCountNothingOfTheWarmUpWhereAllWasMeasured()
    {
        final StormResult sound = StormResults.sound();
        final MeasuredRates rates = new MeasuredRates(sound.rates().warmup(), SECOND, 10_000, 10_000);
        final String text = text(StormResults.setting(StormResults.WITH_ALL),
            StormResults.with(StormResults.with(sound, "rates", rates), "latencies.delivered.all", 10_000L));

        assertTrue(text.contains("\n  delivered        99,999,872         10,000\n"), text);
        assertTrue(text.contains("\n(sampled: 10,000 of 10,000 delivered)\n"), text);
    }

    /** Parts of 50 and 38 characters fill the line with its label and the dot. */
    @Test
    void shouldFillALineUpToItsWidth()
    {
        final String first = "a".repeat(40);
        final String second = "b".repeat(28);

        assertTrue(text(StormResults.SETTING, stalls(first, second)).contains(
            "\nstalls   " + first + " none seen · " + second + " none seen\n         not known here: "));
        assertTrue(text(StormResults.SETTING, stalls(first, second + 'b')).contains(
            "\nstalls   " + first + " none seen\n         " + second + "b none seen\n         not known here: "));
    }

    @Test
    void shouldHaveTheRemarkInTheHeadingWhereItFits()
    {
        final int heading = new LatencyTable("").lines().get(0).stripTrailing().length();
        final String remark = "r".repeat(ReportLine.WIDTH - heading - 4);

        assertEquals(List.of(ReportLine.WIDTH), new LatencyTable(remark).lines().stream().map(String::length).toList());
        assertEquals(List.of(heading, remark.length() + 3),
            new LatencyTable(remark + 'r').lines().stream().map(String::length).toList());
    }

    private static StormResult stalls(final String... threads)
    {
        return StormResults.with(StormResults.sound(), "host.stalls", new Stalls(SECOND, 1, List.of(
            new Stalls.OfThread(threads[0], HostMeter.MISSING, 0),
            new Stalls.OfThread(threads[1], HostMeter.MISSING, 0)), HostMeter.MISSING, HostMeter.MISSING));
    }

    private static String text(final StormDescription description, final StormResult result)
    {
        final StringWriter out = new StringWriter();
        new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES).result(description, result);

        return out.toString();
    }
}
