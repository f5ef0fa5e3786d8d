package org.gale.tests.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of the packages of two builds: equal bytes, what is inside, and that they run without Java and Maven. */
@Tag("slow")
@Timeout(3_600)
class PackageBuildTest
{
    private static final Set<String> LEFT_OUT = Set.of("target", ".git");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?public class (\\w+).*?)```", Pattern.DOTALL);
    private static final String NAME = "gale-0.1.0-linux-x86_64";

    @TempDir
    private static Path directory;
    private static Path packages;
    private static Path tree;

    /** Makes the packages in two copies of the sources, on the same small root of a container. */
    @BeforeAll
    @Timeout(3_600)
    static void makeTwice() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("mvn"), "no mvn to make packages with");
        final Path root = Files.createDirectories(directory.resolve("root/etc"));
        Files.writeString(root.resolve("shadow"), "root:*:20000:0:99999:7:::\n");
        for (final String copy : List.of("one", "two"))
        {
            copySources(directory.resolve(copy));
            final ProcessBuilder maven = new ProcessBuilder("mvn", "-B", "-Pquick,package", "-pl", "engine", "-am",
                "package").directory(directory.resolve(copy).toFile());
            maven.environment().put("GALE_OCI_ROOT", root.getParent().toString());
            output(maven, copy);
        }
        packages = directory.resolve("one/engine/target/package");
        output(new ProcessBuilder("tar", "-xf", packages.resolve(NAME + ".tar.gz").toString(), "-C",
            directory.toString()), "tar");
        tree = directory.resolve(NAME);
    }

    @Test
    void shouldHaveTheSameBytesTwice() throws IOException
    {
        final List<String> sums = Files.readAllLines(packages.resolve("SHA256SUMS"));

        assertEquals(sums, Files.readAllLines(directory.resolve("two/engine/target/package/SHA256SUMS")));
        assertThat(sums).anyMatch(line -> line.endsWith(NAME + ".tar.gz")).anyMatch(line -> line.endsWith(".oci.tar"))
            .anyMatch(line -> line.endsWith("gale-machine-0.1.0-javadoc.jar"));
        assertEquals(Programs.isInstalled("dpkg-deb"), sums.stream().anyMatch(line -> line.endsWith("_amd64.deb")));
    }

    @Test
    void shouldRunWithoutJavaAndMaven() throws IOException, InterruptedException
    {
        assertThat(gale("storm", "--count", "100k")).contains("no interrupt lost, none invented", "the same as live");
        assertThat(gale("--version")).startsWith("gale 0.1.0 · JDK ").doesNotContain("archives");
        assertThat(gale("check", "--help")).contains("Usage: gale check");
    }

    @Test
    void shouldListTheImageAndEveryNativeFileWithoutATimeOfItsOwn() throws IOException
    {
        final JsonNode list = new ObjectMapper().readTree(packages.resolve("gale-0.1.0.cdx.json").toFile());
        final Set<String> names = new TreeSet<>();
        list.get("components").forEach(component -> names.add(component.get("name").asText()));
        final Set<String> natives = new TreeSet<>();
        for (final Path file : files(tree.resolve("runtime")))
        {
            if (file.toString().endsWith(".so"))
            {
                natives.add(tree.relativize(file).toString());
            }
        }

        assertThat(list.has("serialNumber")).isFalse();
        assertThat(list.at("/metadata/timestamp").asText("2026-01-01T00:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(names).contains("agrona", "picocli", "OpenJDK run-time image", "runtime/bin/java")
            .containsAll(natives).anyMatch(name -> name.contains("jffi-1.3.12-native.jar!/jni/x86_64-Linux/"));
    }

    @Test
    void shouldHoldTheLicenceOfEachLibrary() throws IOException
    {
        for (final Path jar : files(tree.resolve("java/lib")))
        {
            final String name = jar.getFileName().toString().replaceAll("\\.jar$", "");

            assertThat(tree.resolve("share/doc/gale/licences").resolve(name)).isNotEmptyDirectory();
        }
        assertThat(tree.resolve("runtime/legal/java.base/LICENSE")).exists();
    }

    @Test
    void shouldHoldAnImageWhoseDigestsAreThoseOfItsBlobs() throws IOException, InterruptedException,
        NoSuchAlgorithmException
    {
        final Path layout = Files.createDirectories(directory.resolve("layout"));
        output(new ProcessBuilder("tar", "-xf", packages.resolve("gale-0.1.0.oci.tar").toString(), "-C",
            layout.toString()), "oci");
        final ObjectMapper json = new ObjectMapper();
        final JsonNode index = json.readTree(layout.resolve("index.json").toFile());
        final JsonNode manifest = json.readTree(blob(layout, index.at("/manifests/0")));
        final JsonNode config = json.readTree(blob(layout, manifest.get("config")));

        assertEquals("localhost/gale:0.1.0",
            index.at("/manifests/0/annotations/org.opencontainers.image.ref.name").asText());
        assertEquals("{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(layout.resolve("oci-layout")));
        assertEquals(2, manifest.get("layers").size());
        for (final JsonNode layer : manifest.get("layers"))
        {
            blob(layout, layer);
        }
        assertThat(config.at("/config/User").asText()).isEqualTo("65534:65534");
        assertEquals(manifest.get("layers").size(), config.at("/rootfs/diff_ids").size());
        assertEquals("2026-01-01T00:00:00Z", config.get("created").asText());
    }

    /** Returns the bytes of a blob that a descriptor names, of which it says size and digest. */
    private static byte[] blob(final Path layout, final JsonNode descriptor)
        throws IOException, NoSuchAlgorithmException
    {
        final String digest = descriptor.get("digest").asText().replace("sha256:", "");
        final byte[] bytes = Files.readAllBytes(layout.resolve("blobs/sha256").resolve(digest));
        assertEquals(descriptor.get("size").asLong(), bytes.length);
        assertEquals(digest, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));

        return bytes;
    }

    @Test
    void shouldBuildTheExamplesOfEmbeddingFromTheStagedRepository() throws IOException, InterruptedException
    {
        final Path project = Files.createDirectories(directory.resolve("project/src/main/java"));
        final Matcher example = EXAMPLE.matcher(Files.readString(SourceTree.ROOT.resolve("engine/docs/embedding.md")));
        while (example.find())
        {
            Files.writeString(project.resolve(example.group(2) + ".java"), example.group(1));
        }
        Files.writeString(directory.resolve("project/pom.xml"), "<project><modelVersion>4.0.0</modelVersion>" +
            "<groupId>x</groupId><artifactId>x</artifactId><version>1</version><properties><maven.compiler.release>17" +
            "</maven.compiler.release></properties><repositories><repository><id>gale</id><url>" + packages.toUri() +
            "repository</url></repository></repositories><dependencies><dependency><groupId>org.gale</groupId>" +
            "<artifactId>gale-engine</artifactId><version>0.1.0</version><type>pom</type></dependency>" +
            "</dependencies></project>");

        try (LocalRepository local = new LocalRepository(directory.resolve("m2")))
        {
            output(new ProcessBuilder("mvn", "-B", "-o", "-Daether.offline.protocols=file", "-Dmaven.repo.local=" +
                local.directory(), "org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile")
                .directory(directory.resolve("project").toFile()), "embedding");
        }

        assertThat(directory.resolve("project/target/classes/RunStorm.class")).exists();
    }

    private static String gale(final String... words) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(tree.resolve("bin/gale").toString()));
        command.addAll(List.of(words));
        final ProcessBuilder builder = new ProcessBuilder(command);
        final Path tools = Files.createDirectories(directory.resolve("tools"));
        for (final String tool : List.of("cksum", "dirname", "find", "flock", "getconf", "grep", "head", "mkdir", "mv",
            "readlink", "rm", "tail"))
        {
            final Path script = Files.writeString(tools.resolve(tool),
                "#!/bin/sh\nexec " + Programs.find(tool) + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", directory.resolve("home").toString());

        return output(builder, "gale");
    }

    /** Runs a command, which has to succeed, and returns what it prints. */
    static String output(final ProcessBuilder builder, final String name)
        throws IOException, InterruptedException
    {
        final Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> name + ": " + text.substring(Math.max(0, text.length() - 4_000)));

        return text;
    }

    private static List<Path> files(final Path parent) throws IOException
    {
        try (Stream<Path> all = Files.walk(parent))
        {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void copySources(final Path copy) throws IOException
    {
        try (Stream<Path> all = Files.walk(SourceTree.ROOT))
        {
            for (final Path from : all.filter(PackageBuildTest::isSource).toList())
            {
                final Path to = copy.resolve(SourceTree.ROOT.relativize(from));
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static boolean isSource(final Path path)
    {
        for (final Path part : SourceTree.ROOT.relativize(path))
        {
            if (LEFT_OUT.contains(part.toString()))
            {
                return false;
            }
        }

        return Files.isRegularFile(path);
    }
}
