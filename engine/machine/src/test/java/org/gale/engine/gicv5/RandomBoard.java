package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keys of a random board: 1 to 4 IRSs with any PEs and ranges of SPIs, sparse IAFFIDs, two ITSs and links. */
final class RandomBoard
{
    private static final int PES_MAX = 6;

    private RandomBoard()
    {
    }

    /** Returns the words of a machine line. */
    static String keys(final RandomSource random, final int ramBytes)
    {
        final int irss = random.between(1, 4);
        final int pes = random.between(1, PES_MAX);
        final StringBuilder keys = new StringBuilder(String.format("ram=0x40000000:0x%x pes=%d pri_bits=%d one_n=%d " +
            "virt_one_n=%d id_bits=16 min_lpi_id_bits=3 vm_id_bits=8 vpe_id_bits=4 irss=%d itss=2 iwbs=2 link=%s",
            ramBytes, pes, random.between(3, 5), random.below(2), random.below(2), irss,
            List.of("fixed", "up", "down").get(random.below(3))));
        keys.append(" iaffids=").append(iaffids(random, pes));
        final List<Set<Integer>> lists = new ArrayList<>();
        for (int irs = 0; irs < irss; irs++)
        {
            lists.add(new TreeSet<>());
        }
        for (int pe = 0; pe < pes; pe++)
        {
            lists.get(random.below(irss)).add(pe);
        }
        final List<Integer> places = new ArrayList<>();
        for (int irs = 0; irs < irss; irs++)
        {
            places.add(irs);
        }
        Collections.shuffle(places, new Random(random.below(1 << 20)));
        for (int irs = 0; irs < irss; irs++)
        {
            final String part = irs == 0 ? " irs." : " irs." + irs + '.';
            keys.append(part).append("pes=").append(lists.get(irs).isEmpty() ? "none" :
                lists.get(irs).stream().map(String::valueOf).collect(Collectors.joining(",")));
            keys.append(part).append("spis=").append(places.get(irs) * 20 + random.below(4)).append(':')
                .append(random.oneIn(5) ? 0 : random.between(1, 16));
        }

        return keys.toString();
    }

    private static String iaffids(final RandomSource random, final int pes)
    {
        final List<Integer> iaffids = new ArrayList<>();
        while (iaffids.size() < pes)
        {
            final int iaffid = random.coin() ? random.below(8) : random.below(1 << 16);
            if (!iaffids.contains(iaffid))
            {
                iaffids.add(iaffid);
            }
        }

        return iaffids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
