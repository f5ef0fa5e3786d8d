package org.gale.engine.support;

import java.util.function.BooleanSupplier;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;

/** Observer that tries something behind each batch of a storm until it is done, which is once. */
public final class OneAction extends ForwardingObserver
{
    private final BooleanSupplier action;
    private boolean isDone;

    /**
     * Creates an observer.
     *
     * @param watched observes, too
     * @param action  returns true once it is done
     */
    public OneAction(final RunObserver watched, final BooleanSupplier action)
    {
        super(watched);
        this.action = action;
    }

    @Override
    public void raised(final long nowNs)
    {
        super.raised(nowNs);
        isDone = isDone || action.getAsBoolean();
    }
}
