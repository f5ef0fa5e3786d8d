package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.gicv4.Variant.Mistake;

/**
 * Bounds of an exploration: the host, and how often a path may use each action that is not free. Acknowledges, loads,
 * puts, protocol steps and the host's handler are free.
 *
 * @param version     of the architecture, {@code 4.1} or {@code 4.0}
 * @param events      number of events, 1 to 3; event e begins at vCPU e mod 2
 * @param messages    by devices and by software together
 * @param transitions begun
 * @param moves       of an event to the other vCPU
 * @param configs     changes of an enable bit by the guest
 * @param blocks      of a vCPU
 * @param failures    of a step of a transition
 * @param hops        loads on the other vCPU's CPU
 */
record Scope(String version, int events, int messages, int transitions, int moves, int configs, int blocks,
    int failures, int hops)
{
    /**
     * Parses a scope.
     *
     * @param text version, events, then the seven budgets in the order of the components, separated by spaces
     */
    static Scope parse(final String text)
    {
        final String[] words = text.trim().split(" +", -1);
        final int[] numbers = new int[8];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = Integer.parseInt(words[i + 1]);
        }

        return new Scope(words[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6],
            numbers[7]);
    }

    boolean isVersion41()
    {
        return version.equals("4.1");
    }

    /** Returns the keys of the host, as a {@code v4 host} line has them. */
    String keys()
    {
        return "version=" + version + " cpus=2 lpi_bits=14" + (isVersion41() ? " vpeid_bits=1" : "");
    }

    Gicv4Config config()
    {
        return Gicv4Config.parse(List.of(keys().split(" ", -1)));
    }

    /**
     * Deliberate mistake of the explored host, and how its host handles interrupts.
     *
     * @param mistake  of the host
     * @param isLegacy true to follow the posted order of the transition
     * @param isAtomic true to let the handler and a move run to their ends in one action, as a line does
     */
    record Host(Mistake mistake, boolean isLegacy, boolean isAtomic)
    {
        /** The shipped host with the handler and moves in steps. */
        static final Host SHIPPED = new Host(Mistake.NONE, false, false);
    }
}
