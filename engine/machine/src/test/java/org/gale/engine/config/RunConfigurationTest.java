package org.gale.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigurationTest
{
    private static final MachineConfig MACHINE = MachineConfig.parse(List.of("pes=3", "swe=0"));

    @Test
    void shouldReadBackWhatItWrites()
    {
        final RunConfiguration written = new RunConfiguration("0.1.0", MACHINE, -7)
            .with("storm", "vms=16 rate=1.5").with("note", "päth=\\ ");

        assertEquals(written, RunConfiguration.parse(written.toBytes()));
    }

    @Test
    void shouldPackAJobThatIsLongerThanTheLimitAlone()
    {
        final String longest = "{\"job\":\"" + "\u00e4".repeat((RunConfiguration.JOB_LIMIT - 10) / 2) + "\"}";
        final RunConfiguration plain = new RunConfiguration("0.1.0", MACHINE, 1).with(RunConfiguration.JOB, longest);
        final RunConfiguration packed = new RunConfiguration("0.1.0", MACHINE, 1)
            .with(RunConfiguration.JOB, longest + ' ').with("note", longest + ' ');

        assertTrue(text(plain).contains("\njob=" + longest + '\n'));
        assertTrue(text(packed).contains("\njob=zlib:"));
        assertTrue(text(packed).endsWith("\nnote=" + longest + " \n"));
        assertEquals(plain, RunConfiguration.parse(plain.toBytes()));
        assertEquals(packed.value(RunConfiguration.JOB), RunConfiguration.parse(new RunConfiguration(
            "0.1.0", MACHINE, 1).with(RunConfiguration.JOB, longest + ' ').toBytes()).value(RunConfiguration.JOB));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zlib:AA!A   | job: packed text that is no base64",
        "zlib:AAAA   | job: packed text that zlib does not read",
        "zlib:       | job: packed text that zlib does not read",
    })
    void shouldRefuseAPackedJobThatIsDamaged(final String job, final String message)
    {
        final String lines = "gale=1\nmachine=" + MACHINE.toKeys() + "\nseed=1\njob=" + job + '\n';

        assertEquals(message, assertThrows(IllegalArgumentException.class,
            () -> RunConfiguration.parse(lines.getBytes(StandardCharsets.UTF_8))).getMessage());
    }

    @Test
    void shouldRefuseAPackedJobThatHasNoEnd()
    {
        final String bomb = RunConfiguration.storedJob("{" + " ".repeat(RunConfiguration.UNPACKED_JOB_LIMIT));
        final String lines = "gale=1\nmachine=" + MACHINE.toKeys() + "\nseed=1\njob=" + bomb + '\n';

        assertEquals("job: packed text of more than 1,048,576 bytes", assertThrows(IllegalArgumentException.class,
            () -> RunConfiguration.parse(lines.getBytes(StandardCharsets.UTF_8))).getMessage());
    }

    private static String text(final RunConfiguration configuration)
    {
        return new String(configuration.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldBeLinesOfKeysAndValues()
    {
        assertEquals("gale=0.1.0\nmachine=" + MACHINE.toKeys() + "\nseed=1\nstorm=default\n",
            new String(new RunConfiguration("0.1.0", MACHINE, 1).with("storm", "default").toBytes(),
                StandardCharsets.UTF_8));
    }

    @Test
    void shouldHaveNoValueForAKeyThatWasNotGiven()
    {
        assertNull(new RunConfiguration("0.1.0", MACHINE, 1).value("storm"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                   | the line 'gale=...' is missing",
        "gale=1                               | the line 'machine=...' is missing",
        "gale=1;machine=pes=2                 | the line 'seed=...' is missing",
        "gale=1;machine=pes=2;seed=x          | seed: 'x' is not a number",
        "gale=1;machine=pes=2;seed=1;seed=1   | line 4: seed is given twice",
        "gale=1;machine=pes=2;seed=1;Storm=1  | line 4 is not KEY=VALUE: 'Storm=1'",
        "gale=1;nothing                       | line 2 is not KEY=VALUE: 'nothing'",
        "gale=1;machine=pes=0;seed=1          | machine: pes=0 is out of range (1 to 4096)",
        "gale=1;machine=pez=2;seed=1          | machine: no machine key 'pez': did you mean 'pes'?",
        "gale=\u0007;machine=pes=2;seed=1     | gale: a control character in '?'",
    })
    void shouldNameTheFault(final String lines, final String message)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
            () -> RunConfiguration.parse(lines.replace(';', '\n').getBytes(StandardCharsets.UTF_8))).getMessage());
    }

    @Test
    void shouldRefuseInvalidUtf8()
    {
        assertEquals("not UTF-8", assertThrows(IllegalArgumentException.class,
            () -> RunConfiguration.parse(new byte[]{ 'g', (byte)0xff })).getMessage());
    }

    @Test
    void shouldRefuseAConfigurationThatIsTooLong()
    {
        assertEquals("too long: 196,609 bytes, at most 196,608 are a configuration",
            assertThrows(IllegalArgumentException.class,
                () -> RunConfiguration.parse(new byte[RunConfiguration.LENGTH_LIMIT + 1])).getMessage());
    }

    @Test
    void shouldRefuseToWriteAnInvalidLine()
    {
        final RunConfiguration configuration = new RunConfiguration("0.1.0", MACHINE, 1);

        assertThrows(IllegalArgumentException.class, () -> configuration.with("storm", "a\nb"));
        assertThrows(IllegalArgumentException.class, () -> configuration.with("no key", "a"));
        assertThrows(IllegalArgumentException.class, () -> configuration.with("seed", "2"));
    }

    @Test
    void shouldThrowNothingElseForAnyBytes()
    {
        final SplittableRandom random = new SplittableRandom(1);
        final byte[] good = new RunConfiguration("0.1.0", MACHINE, 1).with("storm", "default").toBytes();
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--)
            {
                bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
            }
            try
            {
                RunConfiguration.parse(bytes);
            }
            catch (final IllegalArgumentException ex)
            {
                assertTrue(ex.getMessage().length() < 300, ex::getMessage);
                refused++;
            }
        }
        assertTrue(refused > 10_000, "refused " + refused);
    }
}
