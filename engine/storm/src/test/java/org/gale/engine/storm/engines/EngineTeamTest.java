package org.gale.engine.storm.engines;

import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.storm.run.Team;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the team of the engines of a storm. */
class EngineTeamTest
{
    private final CachedNanoClock clock = new CachedNanoClock();
    private final EngineTeam team = new EngineTeam(2, clock, ThreadHost.INSTANCE);
    private final Team first = team.member("gale-engine-000");
    private final Team second = team.member("gale-engine-001");

    @BeforeEach
    void setUp()
    {
        clock.update(100);
    }

    @Test
    void shouldBeginAtTheTimeAtWhichTheLastEngineIsReady()
    {
        assertEquals(Team.NOT_YET, first.begunNs());
        assertEquals(Team.NOT_YET, first.begunNs());
        clock.update(200);
        assertEquals(200, second.begunNs());
        clock.update(300);

        assertEquals(200, first.begunNs());
        assertEquals(200, second.begunNs());
    }

    @Test
    void shouldEndTheWarmupOnceAllHaveSettled()
    {
        assertFalse(first.isSettled());
        assertFalse(first.isSettled());

        assertTrue(second.isSettled());
        assertTrue(first.isSettled());
    }

    @Test
    void shouldCountAnEngineThatHasEndedAsSettled()
    {
        second.ended(false, false);

        assertTrue(first.isSettled());
        assertFalse(first.isStopping());
        assertFalse(first.isAbandoned());
    }

    @Test
    void shouldTellTheFirstHitOfAllOnceEachHasSearched() throws InterruptedException
    {
        final Thread searching = new Thread(() -> second.firstHitNs(70));
        searching.start();

        assertEquals(70, first.firstHitNs(90));
        searching.join();
        assertEquals(70, second.firstHitNs(70));
    }

    @Test
    void shouldNotWaitForTheSearchOfAnEngineThatHasEnded()
    {
        second.ended(false, false);

        assertEquals(90, first.firstHitNs(90));
    }

    @Test
    void shouldStopAllWhenAConditionEndsOne()
    {
        second.ended(false, true);

        assertTrue(first.isStopping());
        assertFalse(first.isAbandoned());
    }

    @Test
    void shouldAbandonAllWhenOneFailsThoughItNeverBegan()
    {
        team.ended(1, true);

        assertTrue(first.isAbandoned());
        assertTrue(first.isSettled());
        assertEquals("gale-engine-000", first.threadName());
    }
}
