package org.gale.engine.function;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.MessagePort;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Exploration of all interleavings of a level pin: a line that is high reaches the wire once there is a route, and
 * again after each deactivation. The monitor that does not sample an early level is found.
 */
class PinExplorationTest
{
    private enum Action
    {
        RISE, FALL, ROUTE, DROP, CONSUME, DEACTIVATE
    }

    /** Level pin in front of a wire. */
    private static final class Rig implements MessagePort
    {
        private final EventBook book = new EventBook();
        private final LevelPin pin = new LevelPin(7);
        private final PinModel pins;
        private boolean isWireHigh;

        Rig(final Monitor monitor, final List<Action> path)
        {
            pins = new PinModel(new MonitorModel(monitor, this, book), this, book);
            path.forEach(this::act);
        }

        private void act(final Action action)
        {
            switch (action)
            {
                case RISE -> pins.line(pin, true);
                case FALL -> pins.line(pin, false);
                case ROUTE -> pins.route(pin);
                case DROP -> pins.drop(pin);
                case CONSUME -> pins.consume(pin);
                case DEACTIVATE -> pins.deactivated(pin);
                default -> throw new IllegalStateException("no such action: " + action);
            }
        }

        private String wrong()
        {
            return pin.isRouted && pin.isHigh && !isWireHigh ? "the line is high, and the wire is low" :
                isWireHigh != pin.isRaised ? "the wire is not what the pin says" :
                book.offered - book.sent - book.others.coalescedAtEventfd - (pin.isHeld() ? 1 : 0) != 0 ?
                "the accounts do not add up" : null;
        }

        private List<Boolean> key()
        {
            return List.of(pin.isHigh, pin.isSignalled, pin.isPending, pin.isRouted, pin.isRaised, pin.isOwed);
        }

        @Override
        public int placeOf(final long address)
        {
            return NOWHERE;
        }

        @Override
        public boolean send(final int place, final int deviceId, final int data)
        {
            throw new IllegalStateException("a pin sends no message");
        }

        @Override
        public boolean hasSpi(final int id)
        {
            return true;
        }

        @Override
        public void drive(final int spi, final boolean high)
        {
            assertEquals(7, spi);
            isWireHigh = high;
        }

        @Override
        public boolean isFree(final long base, final long bytes)
        {
            return true;
        }

        @Override
        public void changedUnmasked(final long address)
        {
            throw new IllegalStateException("a pin has no table");
        }
    }

    @Test
    void shouldLoseNoLevelInAnyState()
    {
        final Set<List<Boolean>> known = new HashSet<>();

        assertNull(explore(Monitor.RIGHT, known));
        assertEquals(11, known.size());
    }

    @Test
    void shouldFindTheMonitorThatSamplesNoEarlyLevel()
    {
        assertNotNull(explore(Monitor.LEVEL_EARLY, new HashSet<>()));
        assertNotNull(new Rig(Monitor.LEVEL_EARLY, List.of(Action.RISE, Action.ROUTE)).book.broken());
    }

    private static String explore(final Monitor monitor, final Set<List<Boolean>> known)
    {
        final Deque<List<Action>> open = new ArrayDeque<>();
        open.add(List.of());
        known.add(new Rig(monitor, List.of()).key());
        while (!open.isEmpty())
        {
            final List<Action> from = open.remove();
            for (final Action action : Action.values())
            {
                final List<Action> path = Stream.concat(from.stream(), Stream.of(action)).toList();
                final Rig rig = new Rig(monitor, path);
                if (rig.wrong() != null)
                {
                    return rig.wrong() + " by " + path;
                }
                if (known.add(rig.key()))
                {
                    open.add(path);
                }
            }
        }

        return null;
    }
}
