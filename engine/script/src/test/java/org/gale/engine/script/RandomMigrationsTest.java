package org.gale.engine.script;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Drawn lines of a GICv4 host whose VM migrates: the right order breaks no promise, whatever comes between its steps
 * and whichever step fails. A wrong order is reported if it has acted, and only then.
 */
@Tag("M-MIG")
class RandomMigrationsTest
{
    private static final int VCPUS = 3;
    private static final int EVENTS = 6;
    private static final int LINES = 60;
    private static final int FEW_LINES = 8;
    private static final int MIGRATIONS = 4;
    private static final int RUNS = 25;
    private static final String[] FAILURES =
        {"", "", "", " fail=stop", " fail=quiet", " fail=save", " fail=restore", " fail=resume"};
    private static final Pattern ACTED = Pattern.compile("\"v4 migrate order=[a-z-]+\":([0-9]+)");

    /** Host whose lines are drawn, and whether a promise broke. */
    private static final class Drawn implements AutoCloseable
    {
        private final AskedSession session = new AskedSession();
        private final SplittableRandom random;
        private final StringBuilder lines = new StringBuilder();
        private boolean isTold;
        private int vm;

        private Drawn(final long seed)
        {
            random = new SplittableRandom(seed);
            say("notices on");
            say("v4 host cpus=4 lpi_bits=14 vpeid_bits=" + (2 + random.nextInt(2)));
            say("v4 create_vm " + VCPUS);
            for (int event = 0; event < EVENTS; event++)
            {
                say("v4 map 0 3 " + event + ' ' + event % VCPUS + ' ' + (8192 + event));
                say("v4 config 0 " + (8192 + event) + ' ' + 32 * (event + 1) + ' ' + random.nextInt(8) / 2 % 2);
            }
        }

        private String say(final String line)
        {
            final String answer = session.say(line);
            lines.append(line).append(" | ").append(answer).append('\n');
            isTold |= answer.startsWith("!");

            return answer.substring(answer.lastIndexOf('\n') + 1);
        }

        private void message()
        {
            say("v4 msi 3 " + random.nextInt(EVENTS));
        }

        private void line()
        {
            final String vcpu = " " + vm + ' ' + random.nextInt(VCPUS);
            final int event = random.nextInt(EVENTS);
            switch (random.nextInt(14))
            {
                case 0 -> say("v4 enable" + vcpu);
                case 1 -> say("v4 disable" + vcpu);
                case 2 -> say("v4 load" + vcpu + ' ' + random.nextInt(4));
                case 3 -> say("v4 put" + vcpu);
                case 4 -> say("v4 block" + vcpu);
                case 5 -> say("v4 config " + vm + ' ' + (8192 + event) + ' ' + 4 * random.nextInt(64) + ' ' +
                    random.nextInt(2));
                case 6 -> say("v4 move " + vm + " 3 " + event + ' ' + random.nextInt(VCPUS));
                case 7 -> say("v4 sgi" + vcpu + ' ' + random.nextInt(16));
                case 8, 9 -> say("v4 ack" + vcpu);
                case 10 -> say("v4 eoi" + vcpu + ' ' + (8192 + event));
                default -> message();
            }
        }

        /** Has each vCPU handle what is pending, and block. */
        private void sleep()
        {
            for (int vcpu = 0; vcpu < VCPUS; vcpu++)
            {
                final String of = " " + vm + ' ' + vcpu;
                say("v4 put" + of);
                say("v4 load" + of + ' ' + vcpu);
                for (int event = 0; event < EVENTS; event++)
                {
                    say("v4 eoi" + of + ' ' + (8192 + event));
                }
                String intid = say("v4 ack" + of);
                while (!intid.equals("OK none"))
                {
                    say("v4 eoi" + of + intid.substring("OK".length()));
                    intid = say("v4 ack" + of);
                }
                say("v4 block" + of);
            }
        }

        /** Carries out a step and returns its name. */
        private String step()
        {
            final String answer = say("v4 step");
            final Matcher resumed = Pattern.compile("OK resume ([0-9]+)").matcher(answer);
            if (resumed.matches())
            {
                vm = Integer.parseInt(resumed.group(1));
                return "resume";
            }

            return answer.substring("OK ".length());
        }

        private long acted()
        {
            final Matcher matcher = ACTED.matcher(say("stats"));

            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }

        @Override
        public void close()
        {
            session.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldBreakNoPromise(final int part)
    {
        for (long seed = part * 1000L; seed < part * 1000L + RUNS; seed++)
        {
            try (Drawn drawn = new Drawn(seed))
            {
                for (int migration = 0; migration < MIGRATIONS; migration++)
                {
                    for (int i = 0; i < LINES; i++)
                    {
                        drawn.line();
                    }
                    if (drawn.random.nextBoolean())
                    {
                        drawn.sleep();
                    }
                    drawn.say("digest");
                    migrate(drawn, FAILURES[drawn.random.nextInt(FAILURES.length)]);
                    drawn.say("digest");
                    drawn.message();
                    drawn.message();
                    drawn.say("digest");
                }
                final String audit = drawn.say("v4 audit");
                assertFalse(drawn.isTold || audit.contains(":\""), () -> drawn.lines.toString());
            }
        }
    }

    /** Migrates with messages between the steps, and ends when no step is left. */
    private static void migrate(final Drawn drawn, final String failing)
    {
        String done = drawn.say("v4 migrate " + drawn.vm + failing);
        assertTrue(done.equals("OK stop") || done.equals("OK -EIO"), () -> drawn.lines.toString());
        while (!done.equals("0"))
        {
            for (int i = drawn.random.nextInt(4); i > 0; i--)
            {
                drawn.message();
            }
            if (drawn.random.nextInt(4) == 0)
            {
                drawn.say("digest");
            }
            done = drawn.step();
            final String audit = drawn.say("v4 audit");
            assertFalse(audit.contains(":\""), () -> audit + drawn.lines);
        }
    }

    /**
     * An interrupt that is lost is one again once its next message has come, so that none comes after the order has
     * acted: before {@code save}, or before {@code destroy} where the image is made first.
     */
    @ParameterizedTest
    @CsvSource({"vpt-unread, save", "unmapped-late, save", "discard-first, save", "late-redirect, destroy"})
    void shouldTellAnOrderIfItHasActed(final String order, final String last)
    {
        int told = 0;
        for (long seed = 0; seed < RUNS; seed++)
        {
            try (Drawn drawn = new Drawn(seed))
            {
                for (int i = 0; i < FEW_LINES; i++)
                {
                    drawn.say("v4 enable 0 " + i % VCPUS);
                    drawn.line();
                }
                drawn.say("v4 migrate 0 order=" + order);
                final boolean isLate = last.equals("destroy");
                for (final String step : new String[] {"quiet", "save", "destroy", "restore", "resume", "0"})
                {
                    for (int i = 0; i < 2 && (step.equals(last) || (!isLate && step.equals("quiet"))); i++)
                    {
                        drawn.message();
                    }
                    assertEquals(step, drawn.step(), () -> drawn.lines.toString());
                }
                final long acted = drawn.acted();
                assertEquals(acted > 0, drawn.isTold, () -> drawn.lines.toString());
                told += drawn.isTold ? 1 : 0;
            }
        }
        assertTrue(told > RUNS / 4, told + " runs were reported");
    }
}
