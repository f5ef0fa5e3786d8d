package org.gale.engine.device.proof;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.support.PlainCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;

/** Fields of the proof of a queue whose completions are dropped, or judged at the end. */
class QueueProofStateTest
{
    private static final int SIZE = 6;
    private static final long SETTLE_NS = 1_000;

    @Test
    void shouldJudgeNothingAfterTheEnd()
    {
        check("end", used -> used.proof.end(used.nowNs));
    }

    @Test
    void shouldHaveNoCompletionWhenDropped()
    {
        check("drop", Used::drop);
    }

    private static void check(final String operation, final Consumer<Used> action)
    {
        new StateHarness<>(DeviceRoles.ROLES, operation, StateRole.KEPT,
            new PlainCase<>(Used::new, Used::step, action, used -> used.proof, Set.of())).check();
    }

    /** Proof with its clock, and the completions that wait. */
    private static final class Used
    {
        private final QueueAccount account = new QueueAccount(1, new DeviceHistory());
        private final GuestTouches touches = new GuestTouches();
        private final QueueProof proof = new QueueProof(account, touches, SIZE, SETTLE_NS);
        private long nowNs;
        private int waiting;

        private void drop()
        {
            proof.drop(nowNs);
            waiting = 0;
        }

        private String step(final SplittableRandom random)
        {
            nowNs += random.nextInt(900);
            switch (random.nextInt(5))
            {
                case 0 -> touches.touch(nowNs);
                case 1 -> proof.signalled(nowNs - random.nextInt(9), nowNs);
                case 2 ->
                {
                    final int number = random.nextInt(waiting + 1);
                    proof.consumed(number, nowNs);
                    waiting -= number;
                }
                default ->
                {
                    if (waiting < SIZE)
                    {
                        proof.posted(nowNs - random.nextInt(99), random.nextInt(4) > 0);
                        waiting++;
                    }
                }
            }

            return proof.isSettling(nowNs) + " " + proof.isSignalled();
        }
    }
}
