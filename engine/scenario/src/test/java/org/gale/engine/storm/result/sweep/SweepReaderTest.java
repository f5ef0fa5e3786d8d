package org.gale.engine.storm.result.sweep;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.scenario.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SweepReaderTest
{
    private static final String VARY = "vary: {a.b: [1, 2]}\n";

    @Test
    void shouldReadParametersInTheOrderOfTheFile()
    {
        final Sweep sweep = SweepTexts.read("zip: [{z.a: [1, 2], z.b: [x, y]}]\nvary: {c: [{list: [1us, 2]}, 5]}\n");

        assertEquals("pools", sweep.name());
        assertEquals("job.yaml", sweep.job());
        assertEquals(List.of("z.a", "z.b", "c"), sweep.keys());
        assertEquals(List.of(List.of("1", "x"), List.of("2", "y")), sweep.parameters().get(0).values());
        assertEquals(List.of(List.of("{list: [1us, 2]}"), List.of("5")), sweep.parameters().get(1).values());
    }

    @Test
    void shouldHaveDefaultsForWhatIsNotNamed()
    {
        final Sweep sweep = SweepTexts.read("vary: {a.b: [1], c.d: [1], e.f: [2]}");

        assertEquals(new SweepLimits(300_000_000_000L, 1L << 30, 2L << 30), sweep.limits());
        assertEquals(256L << 20, sweep.limits().heapBytes());
        assertEquals("response.p99", sweep.report().of());
        assertEquals(List.of("a.b", "c.d"), sweep.reportKeys());
        assertEquals(List.of(), sweep.seeds());
        assertEquals(List.of(), sweep.excepts());
        assertNull(sweep.search());
    }

    @Test
    void shouldReadLimitsAndReport()
    {
        final Sweep sweep = SweepTexts.read(VARY + "limits: {wall: 90s, memory: 512MiB, disk: 1GiB}\n" +
            "report: {of: rate, by: [a.b]}\n");

        assertEquals(new SweepLimits(90_000_000_000L, 512L << 20, 1L << 30), sweep.limits());
        assertEquals(new SweepReport("rate", List.of("a.b")), sweep.report());
        assertEquals(List.of("a.b"), sweep.reportKeys());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1-5 | [1, 2, 3, 4, 5]", "3 | [1, 2, 3]", "[7, 3] | [7, 3]", "0-1 | [0, 1]"})
    void shouldReadSeeds(final String text, final String seeds)
    {
        assertEquals(seeds, SweepTexts.read(VARY + "seeds: " + text).seeds().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{from: 100k, to: 1.6M, steps: 5, scale: log} | [100000, 200000, 400000, 800000, 1600000]",
        "{from: 0, to: 10, steps: 3, scale: lin} | [0, 5, 10]",
        "{from: 1us, to: 2us, steps: 3} | [1us, 1500ns, 2us]",
        "{from: 0.5, to: 1.5, steps: 3} | [0.5, 1, 1.5]",
        "{from: 1KiB, to: 4KiB, steps: 3, scale: log} | [1024, 2048, 4096]",
        "{from: 1, to: 10, steps: 4, scale: log} | [1, 2, 5, 10]"})
    void shouldReadRanges(final String range, final String values)
    {
        assertEquals(values,
            SweepTexts.read("vary: {a.b: " + range + "}").texts("a.b").toList().toString());
    }

    @Test
    void shouldReadASearch()
    {
        final SweepSearch search =
            SweepTexts.read("search: {vms.a.rate: 100k-10M, until: 'response.p99 > 50us'}").search();

        assertEquals("vms.a.rate=100000-10000000 until response.p99 > 50us", search.text());
    }

    @Test
    void shouldReadExceptions()
    {
        assertEquals(List.of(Map.of("a.b", "1")), SweepTexts.read(VARY + "except: [{a.b: 1}]").excepts());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vary: [1] | 3:7: vary: a list is no map (write KEY: VALUE lines below, or {KEY: VALUE})",
        "vary: {} | 3:7: vary: is empty (write KEY: VALUE lines below, or {KEY: VALUE})",
        "vary: {a: 1} | 3:11: a: '1' is no list (write [A, B])",
        "vary: {a: []} | 3:11: a: the list is empty (write [A, B])",
        "vary: {a: [1, '']} | 3:15: a: nothing stands where a value belongs",
        "vary: {a: [1, 2, 1]} | 3:18: a: '1' is there twice",
        "vary: {a: {from: 1, to: 2}} | 3:11: a.steps: is missing (write {from: A, to: B, steps: N, scale: log})",
        "vary: {a: {from: 1, to: 9, steps: 1}} | 3:35: a.steps: '1' is not from 2 to 100,000",
        "vary: {a: {from: 1, to: 9, steps: 100001}} | 3:35: a.steps: '100001' is not from 2 to 100,000",
        "vary: {a: {from: 1, to: 9, steps: x}} | 3:35: a.steps: 'x' is not from 2 to 100,000",
        "vary: {a: {from: 0, to: 9, steps: 3, scale: log}} | 3:18: a.from: '0' is 0, from which no scale of " +
            "logarithms begins (write a higher one, or scale: lin)",
        "vary: {a: {from: 1, to: 9, steps: 3, scale: exp}} | 3:45: a.scale: 'exp' is not one of lin, log",
        "vary: {a: {from: 1, to: 9, step: 3}} | 3:28: a: 'step' is no key of a range: did you mean 'steps'? (write " +
            "{from: A, to: B, steps: N, scale: log})",
        "vary: {a: {from: 1, to: 3, steps: 9}} | 3:11: a: 9 steps are too many: value 1 comes twice",
        "vary: {a: {from: 9, to: 1, steps: 3}} | 3:11: a: '9' is not below '1' (write the lower one first)",
        "vary: {a: {from: 9, to: 1s, steps: 3}} | 3:11: a: '9' and '1s' have no unit in common (write both with one)",
        "vary: {a: {from: x, to: 1, steps: 3}} | 3:11: a: 'x' is no number (try 16, 100k, 2GiB or 10us)",
        "zip: [{a: [1, 2], b: [1]}] | 3:22: zip: 'b' has 1 value, " +
            "and 'a' has 2 (lists that are joined have one length)",
        "zip: {a: [1]} | 3:6: zip: a map is no list (write [{KEY: VALUE}])",
        "zip: [] | 3:6: zip: is empty (write [{KEY: VALUE}])",
        "seeds: 5 | 1:1: vary: is missing (write vary: {KEY: [A, B]}, or search: {KEY: LOW-HIGH, until: COND})",
        "search: {a: 1-5} | 3:9: search: has 1 key and no until (write {KEY: LOW-HIGH, until: 'response.p99 > 50us'})",
        "search: {a: 1-5, b: 1-5, until: 'x > 1'} | 3:9: search: has 2 keys (write {KEY: LOW-HIGH, until: " +
            "'response.p99 > 50us'})",
        "search: {a: 15, until: 'x > 1'} | 3:13: search.a: '15' is not LOW-HIGH (try 100k-10M)",
        "search: {a: 5-1, until: 'x > 1'} | 3:13: search.a: '5' is not below '1' (write the lower one first)",
        "search: {a: 1-5, until: x} | 3:25: search.until: 'x' is not METRIC OP VALUE (try 'response.p99 > 50us' or " +
            "'rate < 1M')"})
    void shouldRefuseWhatIsNoSweep(final String rest, final String message)
    {
        assertEquals(List.of("standard input:" + message), refusal(rest));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zip: [{a.b: [1]}] | 4:14: 'a.b' varies twice (write all its values in one list)",
        "seds: 5 | 4:1: 'seds' is no key of a sweep: did you mean 'seeds'?",
        "seeds: [1, 2, 1] | 4:15: seeds: 1 is there twice",
        "seeds: [x] | 4:9: seeds: 'x' is no seed (write a whole number)",
        "seeds: 5-1 | 4:8: seeds: '5-1' is no span, list or count (try 1-5, [1, 7] or 5)",
        "seeds: 0 | 4:8: seeds: '0' is no span, list or count (try 1-5, [1, 7] or 5)",
        "seeds: 200000 | 4:8: seeds: '200000' is more than the 100,000 runs that one sweep has",
        "except: [{a.c: 1}] | 4:11: except: 'a.c' does not vary: did you mean 'a.b'?",
        "except: [{a.b: 3}] | 4:16: except.a.b: '3' is none of its values: 1, 2",
        "except: [{}] | 4:10: except: is empty (write KEY: VALUE lines below, or {KEY: VALUE})",
        "limits: {wal: 5m} | 4:10: limits: 'wal' is no key of a sweep: did you mean 'wall'?",
        "limits: {wall: 5} | 4:16: limits.wall: '5' is not a duration (try 10s or 500ms)",
        "limits: {wall: 5ms} | 4:16: limits.wall: '5ms' is less than 1 s, which no run keeps within",
        "limits: {memory: 1MiB} | 4:18: limits.memory: '1MiB' is less than 64 MiB, which no run keeps within",
        "report: {by: [a.c]} | 4:14: report.by: 'a.c' does not vary: did you mean 'a.b'?",
        "report: {by: [a.b, a.b]} | 4:14: report.by: 2 keys, and a report has at most 3 that differ",
        "search: {a.b: 1-2, until: 'x > 1'} | 4:15: 'a.b' varies, and is searched (leave one out)"})
    void shouldRefuseWhatContradictsTheParameters(final String rest, final String message)
    {
        assertEquals(List.of("standard input:" + message), refusal(VARY + rest));
    }

    @Test
    void shouldNameEveryMistakeInTheOrderOfTheFile()
    {
        assertEquals(List.of("standard input:1:1: job: is missing (write job: FILE.yaml)",
            "standard input:1:8: sweep: 'rate' is the name of a figure (choose another name)",
            "standard input:2:11: a: '1' is no list (write [A, B])"),
            assertThrows(JobException.class, () -> SweepTexts.whole("sweep: rate\nvary: {a: 1}")).lines());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | standard input:1:1: the file is empty (begin with: sweep: NAME)",
        "- 1 | standard input:1:1: a list is no sweep: a sweep is a map (begin with: sweep: NAME)"})
    void shouldRefuseAFileThatIsNoMap(final String text, final String message)
    {
        assertEquals(List.of(message),
            assertThrows(JobException.class, () -> SweepTexts.whole(text)).lines());
    }

    private static List<String> refusal(final String rest)
    {
        return assertThrows(JobException.class, () -> SweepTexts.read(rest)).lines();
    }
}
