package org.gale.engine.storm.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.gale.engine.storm.result.Load.Offers;
import org.gale.engine.storm.result.Load.LoadVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class LoadTest
{
    private static final List<Long> FLAT = LongStream.generate(() -> 5).limit(10).boxed().toList();

    @ParameterizedTest(name = "{0} of {1} merged")
    @CsvSource({"11, 1000", "1000, 1000"})
    void shouldKeepUpWhenEventsOfAnOpenStreamMerge(final long merged, final long offered)
    {
        final Load load = load(List.of(new Offers(1_000_000, 0), new Offers(offered, merged)), FLAT, 500_000);

        assertEquals(LoadVerdict.BELOW, load.verdict(100_000));
        assertEquals(merged, load.merged());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0 0 10 11 12 13 14 15 16 21, OVERLOADED",                  // grows by 11 of 1,000
        "0 0 10 11 12 13 14 15 16 20, BELOW",                       // by 10
        "0 0 10 11 12 13 13 15 16 21, OVERLOADED",                  // six steps
        "0 0 10 11 11 13 13 15 16 21, BELOW"})                      // five
    void shouldBeOverloadedWhenTheBacklogGrows(final String backlog, final LoadVerdict verdict)
    {
        assertEquals(verdict, load(List.of(), longs(backlog), 500_000).verdict(1_000));
    }

    @ParameterizedTest(name = "{0}, bounded {1}")
    @CsvSource({"99999, false, NEAR", "100000, false, BELOW", "20001, false, NEAR", "20000, false, OVERLOADED",
        "20001, true, BELOW", "20000, true, AT_CAPACITY"})
    void shouldBeNearOrOverloadedWhenLittleIsLeft(
        final long leftPpm, final boolean isBounded, final LoadVerdict verdict)
    {
        assertEquals(verdict, new Load(List.of(), FLAT, isBounded, leftPpm, Load.Spent.NOTHING).verdict(1_000));
    }

    @Test
    void shouldHaveNoVerdictWhenThereAreFewDeliveries()
    {
        final Load load = load(List.of(), FLAT, 0);

        assertNull(load.verdict(999));
        assertEquals(LoadVerdict.OVERLOADED, load.verdict(1_000));
    }

    @Test
    void shouldAddPartitionsAndGroups()
    {
        final Load one = load(List.of(new Offers(100, 2)), longs("1 2 3 4 5 6 7 8 9 10"), 300_000);
        final Load other = load(List.of(new Offers(10, 1)), FLAT, 200_000);

        assertEquals(load(List.of(new Offers(110, 3)), longs("6 7 8 9 10 11 12 13 14 15"), 200_000), one.plus(other));
        assertEquals(load(List.of(new Offers(100, 2), new Offers(10, 1)), longs("6 7 8 9 10 11 12 13 14 15"), 200_000),
            Load.ofAll(List.of(one, other)));
        assertEquals(3, one.plus(other).merged());
    }

    private static Load load(final List<Offers> open, final List<Long> backlog, final long leftPpm)
    {
        return new Load(open, backlog, false, leftPpm, Load.Spent.NOTHING);
    }

    private static List<Long> longs(final String text)
    {
        return LongStream.of(Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray()).boxed()
            .toList();
    }
}
