package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;

class IoRequestsStateTest
{
    private static final int SLOTS = 7;

    @Test
    void shouldBeAsNewWhenCleared()
    {
        new StateHarness<>(DeviceRoles.ROLES, "clear", StateRole.KEPT, new Driver()).check();
    }

    @Test
    void shouldBeginASlotAsOneThatWasNeverUsed()
    {
        final StateCase<IoRequests> reuse = new Driver()
        {
            @Override
            public void operate(final IoRequests requests)
            {
                requests.clear();
                prepare(requests, requests);
            }

            @Override
            public void prepare(final IoRequests fresh, final IoRequests used)
            {
                rebuild(fresh);
            }
        };

        new StateHarness<>(DeviceRoles.ROLES, "begin", StateRole.KEPT, reuse).check();
    }

    private static class Driver implements StateCase<IoRequests>
    {
        private final SubmissionQueue queue = new SubmissionQueue(3, 0, 8, null);
        private final ByteBuffer command = ByteBuffer.allocate(Sqe.LENGTH).order(ByteOrder.LITTLE_ENDIAN);

        @Override
        public IoRequests make()
        {
            return new IoRequests(SLOTS);
        }

        @Override
        public String step(final IoRequests requests, final SplittableRandom random)
        {
            final int slot = random.nextInt(SLOTS);
            final int kind = random.nextInt(6);
            if (kind < 3 && requests.hasFree())
            {
                random.nextBytes(command.array());

                return "begins " +
                    requests.begin(queue, command, random.nextInt(9), random.nextLong(), random.nextBoolean());
            }
            if (requests.queue(slot) == null)
            {
                return "free";
            }
            if (kind == 3)
            {
                requests.drop(slot);
            }
            else if (kind == 4)
            {
                requests.end(slot);
            }

            return text(requests, slot);
        }

        private static String text(final IoRequests requests, final int slot)
        {
            return requests.queue(slot) == null ? "free" : requests.head(slot) + " " + requests.opcode(slot) + " " +
                requests.id(slot) + " " + requests.namespace(slot) + " " + requests.status(slot) + " " +
                requests.block(slot) + " " + requests.count(slot) + " " + requests.firstPrp(slot) + " " +
                requests.secondPrp(slot) + " " + requests.stampNs(slot) + " " + requests.isCounted(slot) + " " +
                requests.isDropped(slot);
        }

        @Override
        public void operate(final IoRequests requests)
        {
            requests.clear();
        }

        /** Uses all slots again. */
        @Override
        public boolean rebuild(final IoRequests requests)
        {
            requests.clear();
            while (requests.hasFree())
            {
                requests.begin(queue, command.clear().putLong(0, 7), 0, 9, false);
            }

            return true;
        }
    }
}
