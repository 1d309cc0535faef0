package chaski.ca;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** Files in PEM form, RFC 7468: their text, and writing them so that a reader never sees a part of one. */
final class PemFiles {

    /** What OWASP recommends for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PemFiles() {}

    /** {@return a certificate, a list of revocations or a certification request as text} */
    static String text(Object structure) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(structure);
        }
        return text.toString();
    }

    /** {@return a key as text, not encrypted} */
    static String text(PrivateKey key) throws IOException {
        return text(new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    /** {@return a key as text, encrypted (PBES2 of RFC 8018: PBKDF2 with HMAC-SHA-256, AES-256-CBC)} */
    static String text(PrivateKey key, char[] passphrase) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[16];
        byte[] start = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(start);
        try {
            Cipher cipher = Cipher.getInstance(ENCRYPTION);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    secret(ENCRYPTION, passphrase),
                    new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(start)));
            byte[] encrypted = cipher.doFinal(key.getEncoded());
            // the name of the frame, which the JDK can encode, in place of that of its content
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            return text(new PemObject(
                    "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(parameters, encrypted).getEncoded()));
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java runtime cannot encrypt keys: " + missing.getMessage(), missing);
        }
    }

    private static SecretKey secret(String algorithm, char[] passphrase) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }

    /**
     * Reads a key.
     *
     * @throws AuthorityException if it is none, or the passphrase does not open it
     */
    static PrivateKey readKey(Path file, char @Nullable [] passphrase) throws IOException {
        PemObject read;
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file)))) {
            read = reader.readPemObject();
        }
        String type = read == null ? "" : read.getType();
        if (read == null || !(type.equals("PRIVATE KEY") || type.equals("ENCRYPTED PRIVATE KEY"))) {
            throw new AuthorityException(
                    "expected a private key in " + file + ", found " + (type.isEmpty() ? "none" : type));
        }
        if (type.equals("PRIVATE KEY")) {
            return key(file, new PKCS8EncodedKeySpec(read.getContent()));
        }
        if (passphrase == null) {
            throw new AuthorityException("the key in " + file + " is encrypted: the passphrase is needed");
        }
        return key(file, decrypted(file, read.getContent(), passphrase));
    }

    private static PKCS8EncodedKeySpec decrypted(Path file, byte[] encrypted, char[] passphrase) throws IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        // PBES2 is a frame for algorithms; which of them was used is the text of its parameters only
        String algorithm = info.getAlgParameters().toString();
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret(algorithm, passphrase), info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException refused) {
            throw new AuthorityException("the passphrase does not open the key in " + file, refused);
        }
    }

    private static PrivateKey key(Path file, PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        } catch (GeneralSecurityException malformed) {
            throw new AuthorityException("expected a key on an elliptic curve in " + file, malformed);
        }
    }

    /** {@return the certificates of a file; none if it does not exist} */
    static List<X509Certificate> certificates(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException malformed) {
            throw new AuthorityException("expected certificates in " + file + ": " + malformed.getMessage(), malformed);
        }
    }

    /** {@return the lists of revocations of a file; none if it does not exist} */
    static List<X509CRL> revocations(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
                    .map(X509CRL.class::cast)
                    .toList();
        } catch (GeneralSecurityException malformed) {
            throw new AuthorityException(
                    "expected lists of revocations in " + file + ": " + malformed.getMessage(), malformed);
        }
    }

    /** Creates a directory that only its owner can enter, with its parents; one that exists is left as it is. */
    static void createPrivateDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, POSIX ? attributes(OWNER_ONLY_DIRECTORY) : new FileAttribute<?>[0]);
    }

    /** Replaces a file that all users may read. */
    static void write(Path file, String text) throws IOException {
        replace(file, text, new FileAttribute<?>[0]);
    }

    /** Replaces a file that only its owner can read, from its first byte. */
    static void writePrivate(Path file, String text) throws IOException {
        replace(file, text, POSIX ? attributes(OWNER_ONLY) : new FileAttribute<?>[0]);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static void replace(Path file, String text, FileAttribute<?>[] attributes) throws IOException {
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(written);
        try (FileChannel channel = FileChannel.open(
                written, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
