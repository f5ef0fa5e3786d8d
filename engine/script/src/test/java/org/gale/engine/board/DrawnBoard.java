package org.gale.engine.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.config.MachineConfig;

/** Random board with any place of RAM and of frames, any parts, PEs, IAFFIDs and bridges. Immutable. */
final class DrawnBoard
{
    private static final long FRAME = 0x1_0000;
    private static final int PLACES = 0x4000;

    private final MachineConfig config;

    DrawnBoard(final long seed)
    {
        final Random random = new Random(seed);
        final boolean isFull = random.nextInt(5) > 0;
        final int irss = 1 + random.nextInt(random.nextBoolean() ? 3 : 16);
        final int itss = 1 + random.nextInt(random.nextBoolean() ? 2 : 16);
        final int iwbs = 1 + random.nextInt(random.nextBoolean() ? 2 : 16);
        final int pes = 1 + random.nextInt(random.nextBoolean() ? 4 : 40);
        final long high = random.nextBoolean() ? DrawnTree.MOVED : 0;
        final List<String> words = new ArrayList<>(List.of("irss=" + irss, "pes=" + pes,
            "ram=0x80000000:" + (1 + random.nextInt(1 << 16)) * 4096L));
        if (isFull)
        {
            words.addAll(List.of("itss=" + itss, "iwbs=" + iwbs, "deviceid_bits=32"));
        }
        else
        {
            words.add("preset=el1");
        }
        final List<Integer> places = new ArrayList<>(IntStream.range(0, PLACES).boxed().toList());
        Collections.shuffle(places, random);
        final int[] next = {0};
        for (int n = 0; n < 16; n++)
        {
            final String part = n == 0 ? "." : "." + n + '.';
            if (n < irss)
            {
                words.add("irs" + part + "config=" + (high + places.get(next[0]++) * FRAME));
            }
            if (n < irss && isFull)
            {
                words.add("irs" + part + "setlpi=" + (high + places.get(next[0]++) * FRAME));
            }
            if (n < itss && isFull)
            {
                words.add("its" + part + "config=" + (high + places.get(next[0]++) * FRAME));
                words.add("its" + part + "translate=" + (high + places.get(next[0]++) * FRAME));
            }
            if (n < iwbs && isFull)
            {
                words.add("iwb" + part + "config=" + (high + places.get(next[0]++) * FRAME));
                words.add("iwb" + part + "its=" + random.nextInt(itss));
                words.add("iwb" + part + "device=" + (n + 16 * (random.nextInt() & 0xfff_ffffL)));
                words.add("iwb" + part + "wires=" + 32 * (1 + random.nextInt(64)));
            }
        }
        final int[] irsOfPe = IntStream.range(0, pes).map(pe -> random.nextInt(irss)).toArray();
        for (int irs = 0; irs < irss; irs++)
        {
            final int number = irs;
            final String list = IntStream.range(0, pes).filter(pe -> irsOfPe[pe] == number)
                .mapToObj(Integer::toString).collect(Collectors.joining(","));
            words.add((irs == 0 ? "irs." : "irs." + irs + '.') + "pes=" + (list.isEmpty() ? "none" : list));
        }
        words.add("iaffids=" + random.ints(0, 1 << 16).distinct().limit(pes).mapToObj(Integer::toString)
            .collect(Collectors.joining(",")));
        words.addAll(List.of("spis=" + random.nextInt(1000), "spi_base=" + random.nextInt(1000),
            "link=" + List.of("fixed", "up", "down").get(random.nextInt(3)), "pri_bits=" + (3 + random.nextInt(3))));
        config = MachineConfig.parse(words);
    }

    MachineConfig config()
    {
        return config;
    }

    /** Returns the words of the keys that no binding has. */
    List<String> unheld()
    {
        return config.changedWords().stream().filter(word -> word.matches(
            "(spis|spi_base|link|pri_bits|deviceid_bits|iwb\\.([0-9]+\\.)?wires|(its|iwb)\\..*)=.*"))
            .filter(word -> config.virtual() ? !word.matches("i(ts|wb)\\..*(config|translate|its|device)=.*") : true)
            .toList();
    }
}
