package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * View of functions with MSI-X vectors: all of them, or the vectors of one, without those that are as a reset leaves
 * them. Owned by the thread that owns the machine.
 */
final class MsixView
{
    private final FunctionQueries functions;                        // null of a machine without functions
    private final ViewJson answer;

    MsixView(final Machine machine, final ViewJson answer)
    {
        this.functions = machine.functions();
        this.answer = answer;
    }

    /** Refuses a function that the machine has not. */
    static void check(final Machine machine, final ViewRequest request)
    {
        final long deviceId = request.has(View.Option.DEVICE) ? request.number(View.Option.DEVICE) : -1;
        if (deviceId >= 0 && (machine.functions() == null || machine.functions().function(deviceId) == null))
        {
            throw new IllegalArgumentException("function " + deviceId + " does not exist (msix lists them)");
        }
    }

    void write(final ViewRequest request) throws IOException
    {
        if (request.has(View.Option.DEVICE))
        {
            final FunctionQueries.Function function = functions.function(request.number(View.Option.DEVICE));
            function(function);
            vectors(function, request.has(View.Option.ALL));
        }
        else
        {
            answer.beginList("functions");
            for (int i = 0; functions != null && i < functions.functionCount() && answer.beginEntry(); i++)
            {
                function(functions.function(functions.deviceIdAt(i)));
                answer.endEntry();
            }
            answer.endList();
        }
    }

    private void function(final FunctionQueries.Function function) throws IOException
    {
        FunctionFields.FUNCTION.write(answer, function);
    }

    private void vectors(final FunctionQueries.Function function, final boolean isAll) throws IOException
    {
        answer.beginList("table");
        for (int i = 0; i < function.vectors(); i++)
        {
            final FunctionQueries.Vector vector = functions.vector(function.deviceId(), i);
            if ((isAll || isUsed(vector)) && answer.beginEntry())
            {
                answer.number("vector", i);
                FunctionFields.VECTOR.write(answer, vector);
                answer.endEntry();
            }
        }
        answer.endList();
    }

    private static boolean isUsed(final FunctionQueries.Vector vector)
    {
        return vector.address() != 0 || vector.data() != 0 || !vector.isMasked() || vector.isPending() ||
            vector.isCarried();
    }
}
