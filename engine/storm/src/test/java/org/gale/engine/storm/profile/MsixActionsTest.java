package org.gale.engine.storm.profile;

import java.lang.reflect.Proxy;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the actions of guests on functions, where a run before has ended within a mask. */
class MsixActionsTest
{
    private static final long MASKS = 64;
    private static final int DRAFT_BYTES = MsixActions.STEP_BYTES;

    private final UnsafeBuffer caughtUp = new UnsafeBuffer(new byte[DRAFT_BYTES]);
    private final UnsafeBuffer first = new UnsafeBuffer(new byte[DRAFT_BYTES]);

    @Test
    void shouldMakeTheFirstStepOfAnOpenMaskThatARunBeforeHasNotMade()
    {
        final MsixActions actions = actions();
        for (long mask = 0; mask < MASKS; mask++)
        {
            final long firstStep = MsixActions.STEPS * mask + 1;
            for (long last = firstStep; last < firstStep + MsixActions.STEPS - 1; last++)
            {
                caughtUp.setMemory(0, DRAFT_BYTES, (byte)0);
                first.setMemory(0, DRAFT_BYTES, (byte)0);

                final int end = actions.catchUp(caughtUp, 0, functions(true, false), last);

                assertNotEquals(0, end);
                assertEquals(actions.step(first, 0, firstStep), end);
                assertEquals(first, caughtUp, "step " + last);
                assertEquals(0, actions.catchUp(caughtUp, 0, functions(true, true), last), "step " + last);
                assertEquals(0, actions.catchUp(caughtUp, 0, functions(false, false), last), "step " + last);
            }
            assertEquals(
                0, actions.catchUp(caughtUp, 0, functions(true, false), firstStep + MsixActions.STEPS - 1));
        }
        assertEquals(0, actions.catchUp(caughtUp, 0, functions(true, false), 0), "before the first mask");
    }

    private static MsixActions actions()
    {
        final StormPlan plan = new JobPlanner(JobProfiles.ALL).plan(
            SettingValues.NONE.with(StormSettings.PROFILE, "msix"), Spelling.NAMES);

        return new MsixActions(plan.workload().topology(),
            new FunctionPlaces(plan.workload().topology(), plan.machine()), 1);
    }

    /** @param isThere false of a function that is unplugged */
    private static FunctionQueries functions(final boolean isThere, final boolean isMasked)
    {
        return (FunctionQueries)Proxy.newProxyInstance(FunctionQueries.class.getClassLoader(),
            new Class<?>[]{ FunctionQueries.class }, (proxy, method, arguments) -> switch (method.getName())
            {
                case "function" -> isThere ?
                    new FunctionQueries.Function(((Number)arguments[0]).intValue(), 0, 64, true, isMasked, 0) : null;
                case "vector" -> new FunctionQueries.Vector(0, 0, isMasked, false, false, false, true, false);
                default -> throw new UnsupportedOperationException(method.getName());
            });
    }
}
