/* The yardstick: a bare epoll loop that speaks just enough FastAGI. One thread, no parsing beyond line ends.
 *
 * usage: epoll_agi COMMANDS    (prints its port; serves until killed)
 *
 * Each connection: read the header block, send a command, read a line, send the next … then close.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <fcntl.h>
#include <netinet/tcp.h>

#define MOST 65536

struct session {
    char greeted;
    char last; /* the byte before, to see a blank line */
    int sent;
};

static struct session sessions[MOST];
static const char command[] = "SET VARIABLE \"A\" \"1\"\n";
static int commands;

static int step(int fd, struct session *session)
{
    if (session->sent == commands)
        return 1;
    session->sent++;
    return send(fd, command, sizeof command - 1, MSG_NOSIGNAL) < 0;
}

/* Returns 1 when the session is over. */
static int take(int fd, struct session *session)
{
    char data[4096];
    ssize_t size = recv(fd, data, sizeof data, 0);

    if (size < 0)
        return errno != EAGAIN;
    if (size == 0)
        return 1;
    for (ssize_t i = 0; i < size; i++) {
        int line = data[i] == '\n';
        if (session->greeted ? line : (line && session->last == '\n')) {
            session->greeted = 1;
            if (step(fd, session))
                return 1;
        }
        session->last = data[i];
    }
    return 0;
}

static void welcome(int poll, int listener)
{
    int fd, on = 1;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (fd >= MOST) {
            close(fd);
            continue;
        }
        memset(&sessions[fd], 0, sizeof sessions[fd]);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int count, char **words)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    struct epoll_event events[512];
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};

    commands = count > 1 ? atoi(words[1]) : 20;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) {
        perror("epoll_agi");
        return 1;
    }
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                welcome(poll, listener);
            else if (take(fd, &sessions[fd]))
                close(fd);
        }
    }
}
