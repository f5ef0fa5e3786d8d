package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Laws that the numbers of a result break, each with both numbers and their places. Used by one thread. */
final class Faults
{
    private final List<String> all = new ArrayList<>();

    /** Returns the faults in the order in which they were found. */
    List<String> all()
    {
        return List.copyOf(all);
    }

    /** Notes two numbers that differ. */
    void equal(final Placed one, final Placed other)
    {
        must(one.value() == other.value(), () -> one + ", and " + other);
    }

    /** Notes a number that is greater than another one, of which it is a part. */
    void atMost(final Placed part, final Placed whole)
    {
        must(part.value() <= whole.value(), () -> part + ", and " + whole);
    }

    /** Notes a number below 0. */
    void notNegative(final Placed count)
    {
        must(count.value() >= 0, () -> count + ", less than 0");
    }

    /** Notes a law that is not kept. */
    void must(final boolean isKept, final Supplier<String> fault)
    {
        if (!isKept)
        {
            all.add(fault.get());
        }
    }
}
