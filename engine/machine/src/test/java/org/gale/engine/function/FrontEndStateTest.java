package org.gale.engine.function;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.MachineRoles;
import org.gale.engine.support.SavedCase;
import org.gale.engine.support.SavedWords;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.gale.engine.config.Monitor.RIGHT;
import static org.gale.engine.config.Monitor.STALE_MESSAGE;

class FrontEndStateTest
{
    private static final int STEPS = 900;
    /** Fields that only a mistake about levels changes. */
    private static final Set<String> EARLY = Set.of("LevelPin.isBooked");
    /** Fields that a monitor without a mistake never changes. */
    private static final Set<String> MISTAKEN = Set.of("LevelPin.isBooked", "MsixFunction.latched",
        "MsixFunction.latchedAddresses", "MsixFunction.latchedData", "EventBook.acted", "EventBook.broken",
        "EventBook.firstInvented", "EventBook.firstLost", "EventBook.fresh", "EventBook.invented", "EventBook.lost");

    @ParameterizedTest
    @EnumSource(value = Monitor.class, names = {"RIGHT", "STALE_MESSAGE"})
    void shouldBeAsSavedWhenRestored(final Monitor monitor)
    {
        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, new Driver(monitor)).twins(120)
            .checkSaved();
    }

    @Test
    void shouldBeAsBeforeWhenACommandIsRefused()
    {
        new StateHarness<>(MachineRoles.ROLES, "refused", StateRole.KEPT, new Driver(RIGHT)).checkRefused();
    }

    @Test
    void shouldStageNothingAfterARestore()
    {
        check("restore", front -> front.family(MsixVerb.FAMILY),
            used -> used.carryOut(MsixVerb.RESTORE, UsedFrontEnd.FUNCTION, 10));
    }

    @Test
    void shouldBeAsNewWhenItIsReset()
    {
        check("RESET", FrontEndStateTest::function, used -> used.carryOut(MsixVerb.RESET, UsedFrontEnd.FUNCTION));
    }

    @Test
    void shouldHaveANewTableWhenThatIsReset()
    {
        check("resetTable", FrontEndStateTest::function, used -> function(used.front()).resetTable());
    }

    @Test
    void shouldHoldNothingWhenCleared()
    {
        check("clearHeld", FrontEndStateTest::function, used -> function(used.front()).clearHeld());
    }

    /** Eventfds carry all vectors: none has a short way past its eventfd, as none of a new function has. */
    @Test
    void shouldHaveNoReadyVectorWhenEventfdsTakeThemOver()
    {
        new StateHarness<>(MachineRoles.ROLES, "takeOver", StateRole.KEPT,
            new Operated(RIGHT, FrontEnd::ready, UsedFrontEnd::takeOver)).check();
    }

    private static void check(
        final String operation, final Function<FrontEnd, Object> root, final Consumer<UsedFrontEnd> action)
    {
        new StateHarness<>(MachineRoles.ROLES, operation, StateRole.KEPT, new Operated(STALE_MESSAGE, root, action))
            .check();
    }

    private static MsixFunction function(final FrontEnd front)
    {
        return ((Functions)front.accounts()).find(UsedFrontEnd.FUNCTION);
    }

    /** Driver of an operation on a front end that has a function. */
    private record Operated(Monitor monitor, Function<FrontEnd, Object> part, Consumer<UsedFrontEnd> action)
        implements StateCase<UsedFrontEnd>
    {
        @Override
        public UsedFrontEnd make()
        {
            return new UsedFrontEnd(monitor).withFunction();
        }

        @Override
        public String step(final UsedFrontEnd used, final SplittableRandom random)
        {
            return used.step(random);
        }

        @Override
        public void operate(final UsedFrontEnd used)
        {
            action.accept(used);
        }

        @Override
        public int steps()
        {
            return STEPS;
        }

        @Override
        public Object root(final UsedFrontEnd used)
        {
            return part.apply(used.front());
        }
    }

    /** Driver of a save and restore. */
    private record Driver(Monitor monitor) implements SavedCase<UsedFrontEnd>
    {
        @Override
        public UsedFrontEnd make()
        {
            return new UsedFrontEnd(monitor);
        }

        @Override
        public String step(final UsedFrontEnd used, final SplittableRandom random)
        {
            return used.step(random);
        }

        @Override
        public int steps()
        {
            return STEPS;
        }

        @Override
        public Object root(final UsedFrontEnd used)
        {
            return used.front();
        }

        @Override
        public long[] save(final UsedFrontEnd used)
        {
            return used.save();
        }

        @Override
        public void restore(final UsedFrontEnd fresh, final long[] words)
        {
            fresh.state(SavedWords.restoring(Arrays.stream(words).boxed().collect(Collectors.toList())));
        }

        @Override
        public long digest(final UsedFrontEnd used)
        {
            return DigestStream.of(used::state);
        }

        @Override
        public Set<String> rare()
        {
            return monitor == RIGHT ? MISTAKEN : EARLY;
        }
    }
}
