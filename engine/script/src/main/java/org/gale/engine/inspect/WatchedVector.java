package org.gale.engine.inspect;

import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * Vector of a function, with the fields of {@code inspect msix --device N}: {@code function1.vector5.held}.
 *
 * @param function that has the vector
 * @param vector   number of the vector
 */
record WatchedVector(WatchedFunction function, int vector) implements WatchedSubject
{
    @Override
    public void check(final Machine machine, final String field)
    {
        function.check(machine, field);
        if (function.isThere(machine) && !isThere(machine))
        {
            throw new IllegalArgumentException(absence(machine));
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return function.isThere(machine) && vector < count(machine);
    }

    @Override
    public String absence(final Machine machine)
    {
        return !function.isThere(machine) ? function.absence(machine) :
            "no vector " + vector + ": function " + function.deviceId() + " has " +
            (count(machine) == 1 ? "vector 0" : "vectors 0 to " + (count(machine) - 1));
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        final FunctionQueries functions = machine.functions();

        return FunctionFields.VECTOR.text(functions.vector(function.deviceId(), vector), field);
    }

    private int count(final Machine machine)
    {
        return machine.functions().function(function.deviceId()).vectors();
    }
}
