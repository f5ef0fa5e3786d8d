package org.gale.tests.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keys of any board: 1 to 16 IRSs whose nodes come in any order, with PEs and ranges of SPIs as the seed deals them.
 * IAFFIDs have no order, and bridges are behind any ITS. Immutable.
 */
final class AnyBoard
{
    private static final int PARTS_MAX = 16;
    private static final int PES_MAX = 6;
    private static final int BRIDGES_MAX = 4;
    private static final int SPIS_MAX = 40;

    private final List<Integer> irss;
    private final int boot;
    private final String keys;

    AnyBoard(final long seed)
    {
        final Random random = new Random(seed);
        final int count = 1 + random.nextInt(random.nextBoolean() ? 4 : PARTS_MAX);
        final int pes = 1 + random.nextInt(PES_MAX);
        irss = shuffled(count, random);
        boot = random.nextInt(pes);
        final int itss = 1 + random.nextInt(random.nextBoolean() ? 3 : PARTS_MAX);
        final int iwbs = 1 + random.nextInt(BRIDGES_MAX);
        final StringBuilder words = new StringBuilder("irss=" + count + " itss=" + itss + " iwbs=" + iwbs +
            " pes=" + pes + " strict=1");
        final int[] irsOfPe = IntStream.range(0, pes).map(pe -> random.nextInt(count)).toArray();
        final List<Integer> places = shuffled(count, random);
        for (int irs = 0; irs < count; irs++)
        {
            final int number = irs;
            final String list = IntStream.range(0, pes).filter(pe -> irsOfPe[pe] == number)
                .mapToObj(Integer::toString).collect(Collectors.joining(","));
            final String name = irs == 0 ? " irs." : " irs." + irs + '.';
            words.append(name).append("pes=").append(list.isEmpty() ? "none" : list);
            words.append(name).append("spis=").append(places.get(irs) * 2 * SPIS_MAX + random.nextInt(SPIS_MAX))
                .append(':').append(random.nextInt(SPIS_MAX));
        }
        for (int iwb = 0; iwb < iwbs; iwb++)
        {
            words.append(iwb == 0 ? " iwb." : " iwb." + iwb + '.').append("its=").append(random.nextInt(itss));
        }
        words.append(" iaffids=").append(random.ints(0, 1 << 16).distinct().limit(pes).mapToObj(Integer::toString)
            .collect(Collectors.joining(",")));
        words.append(List.of("", " link=up", " link=down").get(random.nextInt(3)));
        words.append(List.of("", " ops.delay=1", " ops.delay=5", " ops.delay=3 ops.order=1", " its.cache=1",
            " its.cache=eager").get(random.nextInt(6)));
        keys = words.toString();
    }

    /** Returns the words of a machine line. */
    String keys()
    {
        return keys;
    }

    /** Returns the numbers of the IRSs in the order of the device tree. */
    List<Integer> irss()
    {
        return irss;
    }

    /** Returns the PE that boots. */
    int boot()
    {
        return boot;
    }

    private static List<Integer> shuffled(final int count, final Random random)
    {
        final List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);

        return List.copyOf(numbers);
    }
}
