package org.gale.engine.storm.sweep;

import org.gale.engine.storm.result.sweep.SweepTexts;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The text that a plan's hash holds: a field that it lacks would let results of other sweeps pass. */
class EffectiveSweepTest
{
    @Test
    void shouldHoldEachValueOfASweep()
    {
        assertEquals("{\"sweep\":\"pools\",\"parameters\":[{\"a.b\":[\"1\",\"2\"]},{\"c.d\":[\"x\",\"y\"]," +
            "\"e.f\":[\"3\",\"4\"]}],\"seeds\":[3,4],\"except\":[\"{a.b=1, c.d=x}\"],\"wall_ns\":90000000000," +
            "\"memory\":536870912,\"disk\":1073741824,\"of\":\"rate\",\"by\":[\"a.b\"]}",
            EffectiveSweep.of(SweepTexts.read("""
                vary: {a.b: [1, 2]}
                zip: [{c.d: [x, y], e.f: [3, 4]}]
                seeds: 3-4
                except: [{a.b: 1, c.d: x}]
                limits: {wall: 90s, memory: 512MiB, disk: 1GiB}
                report: {of: rate, by: [a.b]}
                """)));
    }

    @Test
    void shouldHoldASearch()
    {
        assertEquals("{\"sweep\":\"pools\",\"parameters\":[]," +
            "\"search\":\"a.rate=1000-9000 until response.p99 > 50us\",\"seeds\":[],\"except\":[]," +
            "\"wall_ns\":300000000000,\"memory\":1073741824,\"disk\":2147483648," +
            "\"of\":\"response.p99\",\"by\":[]}",
            EffectiveSweep.of(SweepTexts.read("search: {a.rate: 1k-9k, until: 'response.p99 > 50us'}\n")));
    }
}
