package org.gale.engine.gicv5.irs;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.system.Machines;

/** Factory of machines whose IRS makes a deliberate mistake. */
public final class IrsFaults
{
    private IrsFaults()
    {
    }

    /** Each command lowers the signal thresholds below candidates for which no signal was settled. */
    public static MachineFactory lowersThresholds()
    {
        return config ->
        {
            final Machine machine = Machines.FACTORY.create(config);

            return (Machine)Proxy.newProxyInstance(IrsFaults.class.getClassLoader(), new Class<?>[]{ Machine.class },
                (proxy, method, arguments) -> call(machine, method, arguments));
        };
    }

    private static Object call(final Machine machine, final Method method, final Object[] arguments) throws Throwable
    {
        try
        {
            final Object result = method.invoke(machine, arguments);
            if (method.getName().startsWith("apply"))
            {
                lower((IrsQueries)machine.queries(), machine.config().pes());
            }

            return result;
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private static void lower(final IrsQueries queries, final int pes)
    {
        for (int pe = 0; pe < pes; pe++)
        {
            final SignalThreshold physical = queries.owners.physical().index().threshold(pe);
            final Vpe vpe = queries.residency.residentOn(pe);
            if (physical != null)
            {
                physical.settled(true, 0);
            }
            if (vpe != null)
            {
                vpe.candidates().threshold().settled(true, 0);
            }
        }
    }
}
