package org.gale.tests.oracle;

import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands of a journal that store into the table of a VM's SPIs, which has the SPI of its level pin alone: a wire that
 * reaches it, and the handler of the guest. Owned by one thread.
 */
final class PinStores
{
    private final NavigableSet<Long> numbers = new TreeSet<>();
    private final Set<Integer> dropped = new HashSet<>();

    /** Takes a verb of the eventfd of a pin. */
    void eventfd(final long number, final String kind, final int pin)
    {
        if (kind.equals("DROP"))
        {
            dropped.add(pin);
            return;
        }
        if (kind.equals("ROUTE"))
        {
            dropped.remove(pin);                                    // what came meanwhile reaches the SPI now
        }
        if (!dropped.contains(pin))
        {
            numbers.add(number);
        }
    }

    /** Takes the end of the handler of an SPI. */
    void deactivates(final long number)
    {
        numbers.add(number);
    }

    /** Returns whether a command after one, and up to another one, has stored into the table. */
    boolean isAny(final long after, final long to)
    {
        return !numbers.subSet(after, false, to, true).isEmpty();
    }
}
