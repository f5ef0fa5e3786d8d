package org.gale.tests.oracle;

import java.util.List;
import java.util.SplittableRandom;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Draws of what happens to functions of a job, and of what it costs. Pure functions. */
final class DrawnFunctions
{
    private static final List<String> MASKS = List.of("0", "1/3", "1/9", "1/40", "2000");
    private static final List<String> RETARGETS = List.of("0", "1/2", "1/25", "1000");
    private static final List<String> PLUGS = List.of("0", "1/7", "1/30", "800");

    private DrawnFunctions()
    {
    }

    /** Returns whether VPEs of a kind of machine are resident. */
    static boolean areResident(final String kind)
    {
        return kind.equals("gicv5") || kind.equals("msix");
    }

    /** Draws the rates of the guests of a kind with functions, and the costs of their traps for every second job. */
    static void draw(final String kind, final ObjectNode machine, final ObjectNode costs,
        final SplittableRandom random, final List<String> times)
    {
        if (!kind.equals("msix"))
        {
            return;
        }
        final ObjectNode functions = machine.putObject("functions");
        functions.put("masks", of(MASKS, random));
        functions.put("retargets", of(RETARGETS, random));
        functions.put("plugs", PLUGS.get(Math.floorMod(functions.toString().hashCode(), PLUGS.size())));
        for (final String cost : List.of("msix-table", "msix-config"))
        {
            if (random.nextInt(2) == 0)
            {
                costs.put(cost, of(times, random));
            }
        }
    }

    private static String of(final List<String> all, final SplittableRandom random)
    {
        return all.get(random.nextInt(all.size()));
    }
}
